import type { Database, TransactionScope } from '../../database/database.ts';
import { asSystemOn, asWorkspaceOn } from '../../database/isolation.ts';
import type { TestDatabase } from '../database.ts';

/** Whose transactions open where. */
export interface Misdirection {
  /** The workspace the code believes to be in: every predicate of its queries names this one. */
  readonly believed: string;
  /** The workspace that row-level security confines the transaction to. */
  readonly confined: string;
}

/**
 * A database on which the stores' own predicates protect nothing: they all say `believed`, whose rows they match, while the
 * transaction is confined to `confined`. What stays hidden then is hidden by row-level security alone.
 */
export function misdirected(on: TestDatabase, { believed, confined }: Misdirection): TestDatabase {
  return rescoped(on, (scope) =>
    scope.kind === 'workspace' && scope.workspaceId === believed ? { ...scope, workspaceId: confined } : scope,
  );
}

/** A database whose row-level security stops nothing: what stays hidden then is hidden by the stores' own predicates alone. */
export function unguarded(on: TestDatabase): TestDatabase {
  return rescoped(on, (scope) => (scope.kind === 'workspace' ? { ...scope, kind: 'trusted' } : scope));
}

function rescoped(on: TestDatabase, rescope: (scope: TransactionScope) => TransactionScope): TestDatabase {
  const database: Database = {
    kind: on.database.kind,
    transaction: (scope, options, work) => on.database.transaction(rescope(scope), options, work),
    healthy: () => on.database.healthy(),
    // The database underneath is its opener's to close.
    [Symbol.asyncDispose]: async () => undefined,
  };
  return { ...on, database, asSystem: asSystemOn(database), asWorkspace: asWorkspaceOn(database) };
}
