import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Connection, Database, Rows } from '../database.ts';
import { typeParser } from '../parsers.ts';
import {
  dbOver,
  NotCommittedError,
  openingOf,
  TransactionOverError,
  withoutParameters,
  type Opening,
} from '../session.ts';
import { inTurn, type InTurn } from '../turns.ts';
import { cancelOn } from './postgres.cancel.ts';

/** Postgres with what only it can do. */
export interface Postgres extends Database {
  /** Calls back for every notification on a channel until disposed; reconnects by itself. */
  listen(channel: string, onNotify: () => void): Promise<AsyncDisposable>;
  /** Runs statements outside any scope, as the connecting role: migrations and maintenance. */
  exec(text: string): Promise<void>;
}

/** Opens a pool on Postgres ≥ 15. */
export function openPostgres({ url, connectionsMax = 10 }: { url: string; connectionsMax?: number }): Postgres {
  const settings = {
    connectionString: url,
    types: { getTypeParser: typeParser },
    // Compiling a statement takes longer than nearly all of ours run: 50 ms before a question about metrics that takes 2.
    options: '-c timezone=UTC -c jit=off',
    application_name: 'marquee',
  };
  const pool = new pg.Pool({ ...settings, max: connectionsMax, connectionTimeoutMillis: 10_000, keepAlive: true });
  // An idle client whose server goes away emits here; without a listener the process would end.
  pool.on('error', () => undefined);

  return {
    kind: 'postgres',
    async transaction(scope, options, work) {
      const { signal } = options;
      const opening = openingText(openingOf(scope, options));
      signal?.throwIfAborted();
      const client = await pool.connect();
      let broken: Error | undefined;
      const life: Life = { isOver: false, signal };
      // The driver queues what comes meanwhile, but will refuse it from its next major version on.
      const turn = inTurn();
      const begun = turn(() => client.query(opening));
      begun.catch(() => undefined); // the first statement fails with it; it must not fail twice
      const cancelling = cancelOn(signal, client, begun);
      try {
        const connection = connectionOver(client, { life, turn });
        const result = await work(dbOver(connection));
        await begun;
        life.isOver = true;
        await cancelling.end();
        if (cancelling.isAborted()) throw new TransactionOverError();
        const [{ command }] = await Promise.all([turn(() => client.query('commit')), ...connection.last]);
        if (command !== 'COMMIT') throw new NotCommittedError();
        return result;
      } catch (error) {
        life.isOver = true;
        const fate = await cancelling.end();
        if (fate === 'unknown') broken = new Error('a cancel request may still reach this session');
        else await turn(() => client.query('rollback')).catch((failure: Error) => (broken = failure));
        throw cancelling.isAborted() ? signal?.reason : withoutParameters(error);
      } finally {
        client.release(broken);
      }
    },
    healthy: async () =>
      await pool.query('select 1').then(
        () => true,
        () => false,
      ),
    exec: async (text) => void (await pool.query(text)),
    listen: (channel, onNotify) => listen(settings, channel, onNotify),
    [Symbol.asyncDispose]: async () => await pool.end(),
  };
}

/** One text, so that begin and scope travel together; both values have been checked. */
function openingText({ begin, workspaceId, role }: Opening): string {
  return `${begin}; select set_config('app.workspace_id', '${workspaceId}', true), set_config('role', '${role}', true)`;
}

interface Life {
  isOver: boolean;
  readonly signal: AbortSignal | undefined;
}

function connectionOver(
  client: pg.PoolClient,
  { life, turn }: { readonly life: Life; readonly turn: InTurn },
): Connection {
  /** Whoever comes too late is told at once; what a client has left while it waited for its turn never runs. */
  const next = <T>(work: () => Promise<T>): Promise<T> => {
    if (life.isOver) throw new TransactionOverError();
    life.signal?.throwIfAborted();
    return turn(() => {
      life.signal?.throwIfAborted();
      return work();
    });
  };
  return {
    last: [],
    arrays: async (text, params) =>
      (await next(() => client.query<unknown[]>({ text, values: [...params], rowMode: 'array' }))).rows,
    objects: async (text, params) => {
      const { rows, rowCount } = await next(() => client.query<Rows[number]>({ text, values: [...params] }));
      return { rows, count: rowCount ?? rows.length };
    },
    copyIn: async (statement, payload) => {
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
      await next(() => pipeline(Readable.from([bytes]), client.query(copyFrom(statement))));
    },
  };
}

async function listen(settings: pg.ClientConfig, channel: string, onNotify: () => void): Promise<AsyncDisposable> {
  let stopped = false;
  let client: pg.Client | null = null;
  async function connect(): Promise<void> {
    const next = new pg.Client(settings);
    next.on('notification', onNotify);
    next.on('error', () => undefined);
    next.on('end', () => {
      if (!stopped) setTimeout(() => void connect().catch(() => undefined), 1000).unref();
    });
    await next.connect();
    await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = next;
    onNotify();
  }
  await connect();
  return {
    async [Symbol.asyncDispose]() {
      stopped = true;
      await client?.end();
    },
  };
}
