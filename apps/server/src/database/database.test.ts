import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { hasPostgres, openTestPostgres } from '../testing/postgres.ts';
import { isUniqueViolation } from './failures.ts';
import { assertIsolation } from './isolation.ts';
import { copyRows, run, select } from './sql.ts';

const kinds = [
  { kind: 'PGlite', open: openTestDatabase, skip: false },
  { kind: 'Postgres', open: openTestPostgres, skip: !hasPostgres() },
];

describe.each(kinds)('on $kind', ({ open, skip }) => {
  if (skip) return test.skip('this machine has no Postgres', () => undefined);

  let db: TestDatabase;
  const a = newId();
  const b = newId();
  const at = '2026-03-15T07:00:00.120Z';

  beforeAll(async () => {
    db = await open();
    await db.asSystem('test', async (tx) => {
      await run(tx, sql`insert into workspaces (id, name, created_at) values (${a}, 'A', ${at}), (${b}, 'B', ${at})`);
    });
  });
  afterAll(() => db[Symbol.asyncDispose]());

  test('a workspace sees its own row only, even without a predicate', async () => {
    const rows = await db.asWorkspace(a, (tx) =>
      select<{ id: string; created_at: string }>(tx, sql`select id, created_at from workspaces`),
    );

    expect(rows).toEqual([{ id: a, created_at: at }]);
  });

  test('a row of another workspace cannot be written', async () => {
    const write = db.asWorkspace(a, (tx) =>
      run(tx, sql`insert into event_sequences (workspace_id, last_sequence) values (${b}, 1)`),
    );

    await expect(write).rejects.toMatchObject({ code: '42501' });
  });

  test('a failed transaction leaves nothing behind and the next one works', async () => {
    const failing = db.asWorkspace(a, async (tx) => {
      await run(tx, sql`insert into event_sequences (workspace_id, last_sequence) values (${a}, 1)`);
      await run(tx, sql`insert into event_sequences (workspace_id, last_sequence) values (${a}, 2)`);
    });

    const error: unknown = await failing.catch((failure: unknown) => failure);
    expect(isUniqueViolation(error)).toBe(true);
    expect(await db.asWorkspace(a, (tx) => select(tx, sql`select * from event_sequences`))).toEqual([]);
  });

  test('rows staged by COPY keep tabs, newlines, backslashes and nulls', async () => {
    const rows = await db.asWorkspace(a, async (tx) => {
      await run(tx, sql`create temp table staged (t text, n int) on commit drop`);
      await copyRows(tx, 'staged(t,n)', [
        ['a\tb\nc\\d', 1],
        [null, 2],
      ]);
      return await select(tx, sql`select t, n, current_user as who from staged order by n`);
    });

    expect(rows).toEqual([
      { t: 'a\tb\nc\\d', n: 1, who: 'marquee_app' },
      { t: null, n: 2, who: 'marquee_app' },
    ]);
  });

  test('transactions that overlap each get their own answer', async () => {
    const seen = await Promise.all(
      [1, 2, 3].map((n) =>
        db.asWorkspace(a, async (tx) => (await select<{ n: number }>(tx, sql`select ${n}::int as n`))[0]?.n),
      ),
    );

    expect(seen).toEqual([1, 2, 3]);
  });

  test('the role of workspace transactions cannot bypass row-level security', async () => {
    await expect(assertIsolation(db.database)).resolves.toBeUndefined();
  });
});
