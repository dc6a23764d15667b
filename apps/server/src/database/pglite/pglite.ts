import { Worker } from 'node:worker_threads';
import type { Connection, Database, Db, TransactionOptions, TransactionScope } from '../database.ts';
import {
  dbOver,
  NotCommittedError,
  openingOf,
  TransactionOverError,
  withoutParameters,
  type Opening,
} from '../session.ts';
import type { PgliteAnswer, PgliteRequest } from './pglite.messages.ts';
import { Wire, type WireAnswer } from './pglite.wire.ts';

/** Where PGlite keeps its files, and a migrated template to begin from when there are none. */
export interface PgliteOptions {
  /** Null keeps everything in memory. */
  readonly dataDir: string | null;
  readonly template?: Uint8Array | null;
}

/** PGlite with what only it can do. */
export interface Pglite extends Database {
  /** The whole data directory as a tar. */
  dump(): Promise<Uint8Array>;
  /** Statements outside any scope, as the superuser: migrations and maintenance. */
  exec(text: string): Promise<void>;
}

type Unnumbered = PgliteRequest extends infer Request
  ? Request extends PgliteRequest
    ? Omit<Request, 'id'>
    : never
  : never;
type Ask = (request: Unnumbered) => Promise<unknown>;

/** Opens PGlite in a thread of its own. It has one session, so transactions take turns. */
export async function openPglite({ dataDir, template = null }: PgliteOptions): Promise<Pglite> {
  const thread = new Worker(new URL('./pglite.thread.ts', import.meta.url), { workerData: { dataDir, template } });
  const ask = await connect(thread);
  const exchange = async (bytes: Uint8Array) => (await ask({ kind: 'protocol', bytes })) as Uint8Array; // answered in kind
  const wire = await Wire.open(exchange, () => performance.now());
  const turns = new Turns();

  async function transaction<T>(
    scope: TransactionScope,
    options: TransactionOptions,
    work: (db: Db) => Promise<T>,
  ): Promise<T> {
    const { signal } = options;
    using _turn = await turns.take();
    signal?.throwIfAborted();
    const { connection, begun, end } = lazily({ ask, wire, signal }, scope, openingOf(scope, options));
    try {
      const result = await work(dbOver(connection));
      end();
      signal?.throwIfAborted();
      if (begun()) await settled(committed(wire, connection), options);
      return result;
    } catch (error) {
      end();
      if (begun()) await wire.rollback();
      throw signal?.aborted ? signal.reason : withoutParameters(error);
    }
  }

  return {
    kind: 'pglite',
    transaction,
    dump: async () => (await ask({ kind: 'dump' })) as Uint8Array, // the thread answers a dump with its bytes
    async exec(text) {
      using _turn = await turns.take();
      await ask({ kind: 'exec', text });
    },
    healthy: async () =>
      await ask({ kind: 'exec', text: 'select 1' }).then(
        () => true,
        () => false,
      ),
    async [Symbol.asyncDispose]() {
      using _turn = await turns.take();
      await ask({ kind: 'close' });
      await thread.terminate();
    },
  };
}

/** A read has nothing to lose: its commit is sent, in order, but not waited for. */
async function settled(commit: Promise<void>, { access }: TransactionOptions): Promise<void> {
  if (access === 'write') await commit;
  else void commit.catch(() => undefined);
}

async function committed(wire: Wire, { last }: Connection): Promise<void> {
  const [isCommitted] = await Promise.all([wire.commit(), ...last]);
  if (!isCommitted) throw new NotCommittedError();
}

interface Session {
  readonly ask: Ask;
  readonly wire: Wire;
  readonly signal: AbortSignal | undefined;
}

/** A session whose `begin` rides on its first statement. */
function lazily(
  { ask, wire, signal }: Session,
  { kind }: TransactionScope,
  opening: Opening,
): { connection: Connection; begun: () => boolean; end: () => void } {
  let before: Opening | null = opening;
  let isOver = false;
  // A statement that comes late would run in the next transaction, which may be another workspace's.
  const take = () => {
    if (isOver) throw new TransactionOverError();
    signal?.throwIfAborted();
    const first = before;
    before = null;
    return first;
  };
  // Segments and searches run as trusted: what their values are decides which index serves them.
  const planned = kind === 'trusted' ? 'each_time' : 'once';
  const connection: Connection = {
    last: [],
    arrays: async (text, params) => (await wire.query({ opening: take(), text, params, planned })).rows,
    objects: async (text, params) => objectsOf(await wire.query({ opening: take(), text, params, planned })),
    copyIn: async (text, payload) => {
      const first = take();
      if (first !== null) await wire.begin(first);
      await ask({ kind: 'copy', text, payload });
    },
  };
  return { connection, begun: () => before === null, end: () => void (isOver = true) };
}

function objectsOf({ columns, rows, count }: WireAnswer): Awaited<ReturnType<Connection['objects']>> {
  const objects = rows.map((row) => {
    const object: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index += 1) object[columns[index] ?? ''] = row[index];
    return object;
  });
  return { rows: objects, count };
}

/**
 * Waits for the thread to open the database, then gives a way to ask it. What is asked in one turn of the event loop goes over
 * together: waking the other thread costs as much as a small statement.
 */
async function connect(thread: Worker): Promise<Ask> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const opened = Promise.withResolvers<unknown>();
  waiting.set(0, opened);
  let gathered: PgliteRequest[] = [];
  let lastId = 0;
  let ended: Error | null = null;

  thread.on('message', (answers: readonly PgliteAnswer[]) => {
    for (const answer of answers) {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.ok) asked?.resolve(answer.value);
      else asked?.reject(Object.assign(new Error(answer.error.message), answer.error));
    }
  });
  const end = (error: Error) => {
    ended = error;
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
  };
  thread.on('error', end);
  thread.on('exit', () => end(new Error('the database thread has ended')));
  await opened.promise;

  const post = () => {
    const requests = gathered;
    gathered = [];
    thread.postMessage(requests);
  };
  return (request) => {
    if (ended !== null) return Promise.reject(ended);
    const asked = Promise.withResolvers<unknown>();
    lastId += 1;
    waiting.set(lastId, asked);
    if (gathered.length === 0) process.nextTick(post); // after every promise that is settled by now has gone on
    gathered.push({ ...request, id: lastId });
    return asked.promise;
  };
}

/** First come, first served. */
class Turns {
  #last: Promise<void> = Promise.resolve();

  async take(): Promise<Disposable> {
    const mine = Promise.withResolvers<void>();
    const before = this.#last;
    this.#last = mine.promise;
    await before;
    return { [Symbol.dispose]: () => mine.resolve() };
  }
}
