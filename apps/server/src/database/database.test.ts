import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { hasPostgres, openTestPostgres } from '../testing/postgres.ts';
import { BinaryRows } from './copy-binary.ts';
import { isRetryable, isUniqueViolation } from './failures.ts';
import { assertIsolation } from './isolation.ts';
import { NotCommittedError, TransactionOverError } from './session.ts';
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

  test('binary COPY brings numbers, lists of them and nulls as they are', async () => {
    const stored = await db.asWorkspace(a, async (tx) => {
      await run(
        tx,
        sql`create temp table staged (small int2, mid int4, large int8, floats float8[], longs int8[]) on commit drop`,
      );
      const copy = new BinaryRows();
      for (const [small, mid, large] of [
        [-32_768, -1, -4_102_444_800_001],
        [32_767, 2_147_483_647, 9_007_199_254_740_991],
      ] as const) {
        copy.row(5);
        copy.int2(small);
        copy.int4(mid);
        copy.int8(large);
        copy.array('float8', [0.1, undefined, -1e300]);
        copy.array('int8', [-5_000_000_000, 7]);
      }
      copy.row(5);
      for (let field = 0; field < 3; field += 1) copy.null();
      copy.array('float8', []);
      copy.array('int8', Float64Array.of(1));
      await copy.copyInto(tx, 'staged');
      return await select<{ told: string }>(tx, sql`select staged::text as told from staged`);
    });

    expect(stored.map(({ told }) => told)).toEqual([
      '(-32768,-1,-4102444800001,"{0.1,NULL,-1e+300}","{-5000000000,7}")',
      '(32767,2147483647,9007199254740991,"{0.1,NULL,-1e+300}","{-5000000000,7}")',
      '(,,,{},{1})',
    ]);
  });

  test('binary COPY brings more than its first buffer holds', async () => {
    const sum = await db.asWorkspace(a, async (tx) => {
      await run(tx, sql`create temp table staged (large int8) on commit drop`);
      const copy = new BinaryRows();
      for (let value = 1; value <= 20_000; value += 1) {
        copy.row(1);
        copy.int8(value);
      }
      await copy.copyInto(tx, 'staged');
      return await select<{ sum: number }>(tx, sql`select sum(large)::int as sum from staged`);
    });

    expect(sum).toEqual([{ sum: 200_010_000 }]);
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

  test('a transaction that swallowed a failed statement is not taken for committed', async () => {
    const swallowing = db.asWorkspace(a, async (tx) => {
      await run(tx, sql`insert into event_sequences (workspace_id, last_sequence) values (${a}, 1)`);
      await run(tx, sql`select 1 / 0`).catch(() => undefined);
    });

    await expect(swallowing).rejects.toBeInstanceOf(NotCommittedError);
    expect(await db.asWorkspace(a, (tx) => select(tx, sql`select * from event_sequences`))).toEqual([]);
  });

  test('values of every type that stores pass come back as they are read elsewhere', async () => {
    const [row] = await db.asWorkspace(a, (tx) =>
      select(
        tx,
        sql`select ${'näh'}::text as t, ${7}::int as i, ${1.5}::float8 as f, ${true}::boolean as b, ${null}::text as n,
                   ${Buffer.from([0, 255])}::bytea as bytes, ${'{"a":[1]}'}::jsonb as j, ${at}::timestamptz as at, 9007199254740993 as big`,
      ),
    );

    expect(row).toEqual({
      ...{ t: 'näh', i: 7, f: 1.5, b: true, n: null, bytes: Buffer.from([0, 255]) },
      ...{ j: { a: [1] }, at, big: '9007199254740993' },
    });
  });

  test('a statement runs again after it failed, and after the table it reads has changed', async () => {
    const insert = (sequence: number) =>
      db.asWorkspace(a, (tx) =>
        run(tx, sql`insert into event_sequences (workspace_id, last_sequence) values (${a}, ${sequence})`),
      );
    const readStaged = (definition: SQL) =>
      db.asWorkspace(a, async (tx) => {
        await run(tx, sql`create temp table changing on commit drop as ${definition}`);
        return await select(tx, sql`select * from changing`);
      });

    await insert(1);
    await expect(insert(1)).rejects.toMatchObject({ code: '23505' });
    await expect(insert(1)).rejects.toMatchObject({ code: '23505' });
    await db.asSystem('test', (tx) => run(tx, sql`delete from event_sequences`));
    expect(await insert(2)).toBe(1);
    expect(await readStaged(sql`select 1 as one`)).toEqual([{ one: 1 }]);
    const other = readStaged(sql`select 'x'::text as other, 2 as two`);
    const failure: unknown = await other.then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure === null || isRetryable(failure)).toBe(true);
    expect(await readStaged(sql`select 'x'::text as other, 2 as two`)).toEqual([{ other: 'x', two: 2 }]);
  });

  test('a statement that comes after its transaction is refused, and does not run in the next one', async () => {
    const kept = await db.asWorkspace(a, async (tx) => await Promise.resolve(tx));
    const late = db.asWorkspace(b, async () => await select(kept, sql`select id from workspaces`));

    await expect(late).rejects.toBeInstanceOf(TransactionOverError);
  });

  test('the role of workspace transactions cannot bypass row-level security', async () => {
    await expect(assertIsolation(db.database)).resolves.toBeUndefined();
  });
});
