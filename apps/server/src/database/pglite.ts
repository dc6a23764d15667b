import { Worker } from 'node:worker_threads';
import type { Connection, Database, Db, Rows, TransactionOptions, TransactionScope } from './database.ts';
import type { PgliteAnswer, PgliteRequest } from './pglite.messages.ts';
import { dbOver, opening, withoutParameters } from './session.ts';

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
  const turns = new Turns();

  async function transaction<T>(
    scope: TransactionScope,
    options: TransactionOptions,
    work: (db: Db) => Promise<T>,
  ): Promise<T> {
    using _turn = await turns.take();
    const { connection, begun } = lazily(ask, opening(scope, options));
    try {
      const result = await work(dbOver(connection));
      // A read has nothing to lose: its commit is sent, in order, but not waited for.
      if (begun()) await settled(ask({ kind: 'exec', before: null, text: 'commit' }), options);
      return result;
    } catch (error) {
      if (begun()) await ask({ kind: 'exec', before: null, text: 'rollback' });
      throw withoutParameters(error);
    }
  }

  return {
    kind: 'pglite',
    transaction,
    dump: async () => (await ask({ kind: 'dump' })) as Uint8Array, // the thread answers a dump with its bytes
    async exec(text) {
      using _turn = await turns.take();
      await ask({ kind: 'exec', before: null, text });
    },
    healthy: async () =>
      await ask({ kind: 'exec', before: null, text: 'select 1' }).then(
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

async function settled(commit: Promise<unknown>, { access }: TransactionOptions): Promise<void> {
  if (access === 'write') await commit;
  else void commit.catch(() => undefined);
}

/** A session whose `begin` rides on its first statement. */
function lazily(ask: Ask, begin: string): { connection: Connection; begun: () => boolean } {
  let before: string | null = begin;
  const take = () => {
    const first = before;
    before = null;
    return first;
  };
  const connection: Connection = {
    arrays: async (text, params) =>
      ((await ask({ kind: 'arrays', before: take(), text, params })) as { rows: unknown[][] }).rows,
    objects: async (text, params) =>
      (await ask({ kind: 'objects', before: take(), text, params })) as { rows: Rows; count: number },
    copyIn: async (text, payload) => {
      await ask({ kind: 'copy', before: take(), text, payload });
    },
  };
  return { connection, begun: () => before === null };
}

/** Waits for the thread to open the database, then gives a way to ask it. */
async function connect(thread: Worker): Promise<Ask> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const opened = Promise.withResolvers<unknown>();
  waiting.set(0, opened);
  let lastId = 0;
  let ended: Error | null = null;

  thread.on('message', (answer: PgliteAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) asked?.resolve(answer.value);
    else asked?.reject(Object.assign(new Error(answer.error.message), answer.error));
  });
  const end = (error: Error) => {
    ended = error;
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
  };
  thread.on('error', end);
  thread.on('exit', () => end(new Error('the database thread has ended')));
  await opened.promise;

  return (request) => {
    if (ended !== null) return Promise.reject(ended);
    const asked = Promise.withResolvers<unknown>();
    lastId += 1;
    waiting.set(lastId, asked);
    thread.postMessage({ ...request, id: lastId });
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
