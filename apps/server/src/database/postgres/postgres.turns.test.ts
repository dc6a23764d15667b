import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { connectionOf, withCommit } from '../session.ts';
import { run, select } from '../sql.ts';
import { openPostgres } from './postgres.ts';

describe.skipIf(!hasPostgres())('statements that are asked for at once', () => {
  const stack = new AsyncDisposableStack();
  let url: string;
  // The driver warns once a process, so that one look at all that it said is what there is.
  const warnings: Error[] = [];
  beforeAll(async () => {
    const heard = (warning: Error) => void warnings.push(warning);
    process.on('warning', heard);
    stack.defer(() => void process.off('warning', heard));
    ({ url } = stack.use(await openTestPostgres()));
  });
  afterAll(() => stack.disposeAsync());

  test('run one after the other, in the order in which they came, and the driver has none of them wait', async () => {
    await using database = openPostgres({ url, connectionsMax: 1 });

    const seen = await database.transaction({ kind: 'system', reason: 'test' }, { access: 'write' }, async (db) => {
      const [, , , rows] = await Promise.all([
        run(db, sql`create temp table heard (place int) on commit drop`),
        connectionOf(db).copyIn('copy heard from stdin', '1\n2\n'),
        run(db, sql`insert into heard values (3)`),
        select<{ place: number }>(db, sql`select place from heard order by place`),
      ]);
      const last = withCommit(db, select<{ n: number }>(db, sql`select count(*)::int as n from heard`));
      return { rows, last };
    });

    expect(seen.rows.map(({ place }) => place)).toEqual([1, 2, 3]);
    expect(await seen.last).toEqual([{ n: 3 }]);
    await new Promise(setImmediate);
    expect(warnings).toEqual([]);
  });

  test('go on after one that failed, and are rolled back with it', async () => {
    await using database = openPostgres({ url, connectionsMax: 1 });
    const asSystem = { kind: 'system', reason: 'test' } as const;

    const failing = database.transaction(asSystem, { access: 'write' }, async (db) => {
      const outcomes = await Promise.allSettled([select(db, sql`select 1 / 0`), select(db, sql`select 1`)]);
      return outcomes.map(({ status }) => status);
    });

    await expect(failing).rejects.toThrow('rolled back instead of committed');
    const after = await database.transaction(asSystem, { access: 'read' }, (db) => select(db, sql`select 1 as one`));
    expect(after).toEqual([{ one: 1 }]);
  });
});
