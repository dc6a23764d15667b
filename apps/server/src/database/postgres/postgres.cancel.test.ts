import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import type { Db } from '../database.ts';
import { select, selectOne } from '../sql.ts';
import { openPostgres, type Postgres } from './postgres.ts';

const reason = new Error('the client went away');
const patience = { timeout: 30_000 };

describe.skipIf(!hasPostgres())('a statement whose client leaves', () => {
  const stack = new AsyncDisposableStack();
  let url: string;
  let watcher: pg.Client;
  beforeAll(async () => {
    ({ url } = stack.use(await openTestPostgres()));
    watcher = new pg.Client(url);
    await watcher.connect();
    stack.defer(() => watcher.end());
  });
  afterAll(() => stack.disposeAsync());

  /** Sessions of the database other than the watcher's whose last statement holds a text. */
  async function sessions(state: 'active' | 'idle in transaction', text: string): Promise<number> {
    const { rows } = await watcher.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state = $1 and query like $2`,
      [state, `%${text}%`],
    );
    return rows[0]?.n ?? 0;
  }

  test('is gone from a busy server, and its session serves the next transaction', async () => {
    await using database = onePool(url);
    const client = new AbortController();
    const pid = await read(database, pidOf);

    const counting = read(
      database,
      (db) => select(db, sql`select 'endless', count(*) from generate_series(1, 1000000000000)`),
      client.signal,
    );
    const ended = failureOf(counting);
    await expect.poll(() => sessions('active', 'endless'), patience).toBe(1);
    client.abort(reason);
    expect(await ended).toBe(reason);

    expect(await sessions('active', 'endless')).toBe(0);
    expect(await read(database, pidOf)).toEqual(pid);
  });

  test('leaves its session to nobody before the request has arrived, whatever ended meanwhile', async () => {
    await using door = await openDoor(url);
    await using database = onePool(door.url);
    const client = new AbortController();
    await watcher.query('select pg_advisory_lock(1)');

    const leaving = read(database, (db) => select(db, sql`select 'waits', pg_advisory_xact_lock(1)`), client.signal);
    const ended = failureOf(leaving);
    await expect.poll(() => sessions('active', 'waits'), patience).toBe(1);
    client.abort(reason);
    const request = await door.request();
    await watcher.query('select pg_advisory_lock(2), pg_advisory_unlock(1)');
    // The statement has ended by itself, and somebody waits for its session.
    await expect.poll(() => sessions('idle in transaction', 'waits'), patience).toBe(1);
    const next = read(database, (db) => select(db, sql`select 'another', pg_advisory_xact_lock(2)`));
    for (let look = 0; look < 50; look += 1) {
      expect(await sessions('idle in transaction', 'waits')).toBe(1);
    }
    await request.arrives();
    await expect.poll(() => sessions('active', 'another'), patience).toBe(1);
    await watcher.query('select pg_advisory_unlock(2)');

    expect(await ended).toBe(reason);
    expect(await next).toHaveLength(1);
  });

  test('loses its session when nobody knows whether the request arrived', async () => {
    await using door = await openDoor(url);
    await using database = onePool(door.url);
    const client = new AbortController();
    const pid = await read(database, pidOf);
    await watcher.query('select pg_advisory_lock(2)');

    const leaving = read(database, (db) => select(db, sql`select 'waits', pg_advisory_xact_lock(2)`), client.signal);
    const ended = failureOf(leaving);
    await expect.poll(() => sessions('active', 'waits'), patience).toBe(1);
    client.abort(reason);
    (await door.request()).breaks();
    await watcher.query('select pg_advisory_unlock(2)');
    expect(await ended).toBe(reason);

    expect(await read(database, pidOf)).not.toEqual(pid);
  });

  test('never takes a statement with it of those who have its session next', async () => {
    await using database = onePool(url);
    const outcomes = new Set<unknown>();
    for (let round = 0; round < 150; round += 1) {
      const client = new AbortController();
      // Statements of about the time that a request takes: they end before it, under it and after it.
      const rows = 1 + round * 400;
      const leaving = read(
        database,
        (db) => select(db, sql`select count(*) from generate_series(1, ${rows}::int)`),
        client.signal,
      );
      const outcome = leaving.then(
        () => 'answered',
        (error: unknown) => error,
      );
      const next = read(database, (db) =>
        selectOne<{ n: number }>(db, sql`select count(*)::int as n from generate_series(1, 1000)`),
      );
      setImmediate(() => client.abort(reason));

      expect(await next).toEqual({ n: 1000 });
      outcomes.add(await outcome);
    }
    expect([...outcomes].filter((outcome) => outcome !== 'answered' && outcome !== reason)).toEqual([]);
  });

  test('never begins when it has not yet', async () => {
    await using database = onePool(url);
    const client = new AbortController();
    let begun = 0;

    const first = read(database, async (db) => {
      await select(db, sql`select 1`);
      client.abort(reason);
    });
    const waiting = read(
      database,
      async (db) => {
        await select(db, sql`select 1`);
        begun += 1;
      },
      client.signal,
    );

    await expect(waiting).rejects.toBe(reason);
    await first;
    expect(begun).toBe(0);
  });
});

/** What a promise fails with, to be looked at later. */
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => 'it did not fail',
    (error: unknown) => error,
  );
}

/** A pool of one session. */
function onePool(url: string): Postgres {
  return openPostgres({ url, connectionsMax: 1 });
}

async function read<T>(database: Postgres, work: (db: Db) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const options = { access: 'read', ...(signal === undefined ? {} : { signal }) } as const;
  return await database.transaction({ kind: 'system', reason: 'test' }, options, work);
}

const pidOf = (db: Db) => selectOne<{ pid: number }>(db, sql`select pg_backend_pid() as pid`);

/** A cancel request that has not got to the server. */
interface HeldRequest {
  /** Lets it through, and waits until the server is done with it. */
  readonly arrives: () => Promise<void>;
  /** Ends its connection as if the network had gone. */
  readonly breaks: () => void;
}

/** A way to the server on which cancel requests wait; everything else goes through. */
interface Door extends AsyncDisposable {
  readonly url: string;
  readonly request: () => Promise<HeldRequest>;
}

const cancelCode = 80_877_102;

async function openDoor(url: string): Promise<Door> {
  const { promise: held, resolve: hold } = Promise.withResolvers<HeldRequest>();
  const { port, hostname } = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    open.add(near.on('error', () => undefined));
    near.once('data', (first) => {
      const far = connect(Number(port), hostname).on('error', () => undefined);
      open.add(far);
      const join = () => {
        far.write(first);
        near.pipe(far).pipe(near);
      };
      if (first.length !== 16 || first.readInt32BE(4) !== cancelCode) return join();
      hold({
        async arrives() {
          join();
          await once(far, 'close');
        },
        breaks: () => near.resetAndDestroy(),
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port); // a TCP server's address is one
  return {
    url: own.href,
    request: () => held,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
