import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { run, selectOne } from './sql.ts';
import { refreshStatistics } from './statistics.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

/** A log that keeps what it is told. */
function keptLog() {
  const told: object[] = [];
  return {
    told,
    log: { warn: (fields: object, message: string) => void told.push({ ...fields, message }) },
  };
}

test('the planner knows how much a table has grown', async () => {
  const { told, log } = keptLog();
  if (!('exec' in db.database)) throw new Error('a test database runs statements outside any scope');
  const database = db.database as { exec(text: string): Promise<void> }; // looked at above
  await db.asSystem('test', async (tx) => {
    for (let n = 0; n < 7; n += 1)
      await run(tx, sql`insert into workspaces (id, name, created_at) values (${newId()}, 'x', now())`);
  });

  await refreshStatistics({ database, log }, ['workspaces']);

  const known = await db.asSystem('test', (tx) =>
    selectOne<{ rows: number }>(tx, sql`select reltuples::int as rows from pg_class where relname = 'workspaces'`),
  );
  expect(known).toEqual({ rows: 7 });
  expect(told).toEqual([]);
});

test('work that is done is not failed when its tables cannot be analyzed, and the log says so', async () => {
  const { told, log } = keptLog();
  if (!('exec' in db.database)) throw new Error('a test database runs statements outside any scope');
  const database = db.database as { exec(text: string): Promise<void> }; // looked at above

  await expect(refreshStatistics({ database, log }, ['no_such_table'])).resolves.toBeUndefined();

  expect(told).toMatchObject([{ tables: ['no_such_table'], message: 'tables that have grown could not be analyzed' }]);
});
