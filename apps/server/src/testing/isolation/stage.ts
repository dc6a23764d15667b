import type { ServiceTree } from '../../kernel/service-tree.ts';
import type { ServiceDeps } from '../../services.ts';
import type { TestDatabase } from '../database.ts';
import { openTestServices, type TestServices } from '../services.ts';
import { misdirected, unguarded } from './rescoped.ts';
import { openTenant, type Tenant } from './tenant.ts';

/** Two workspaces on one database, and a way past the stores' predicates. */
export interface Stage extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly services: TestServices;
  /** The same services, where A's calls say A in every predicate and row-level security knows only B: see `misdirected`. */
  readonly astray: TestServices;
  /** The same services without row-level security: see `unguarded`. */
  readonly unguarded: TestServices;
  readonly a: Tenant;
  readonly b: Tenant;
}

/** Opens the stage; the database is closed with it. */
export async function openStage(
  open: () => Promise<TestDatabase>,
  tree?: (deps: ServiceDeps) => ServiceTree,
): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const options = tree === undefined ? {} : { services: tree };
  const db = stack.use(await open());
  const services = stack.use(await openTestServices(db, options));
  const a = await openTenant(services, db.asSystem, { word: 'alder', areaCode: '415' });
  const b = await openTenant(services, db.asSystem, { word: 'birch', areaCode: '628' });
  const elsewhere = misdirected(db, { believed: a.workspaceId, confined: b.workspaceId });
  const astray = stack.use(await openTestServices(elsewhere, options));
  const bare = stack.use(await openTestServices(unguarded(db), options));
  const owned = stack.move();
  return {
    ...{ db, services, astray, unguarded: bare, a, b },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
