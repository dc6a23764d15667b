// Runs PGlite away from the main thread: an analytical query would block every request for as long as it runs.
import { PGlite } from '@electric-sql/pglite';
import { parentPort, workerData } from 'node:worker_threads';
import type { PgliteAnswer, PgliteRequest } from './pglite.messages.ts';

const port = parentPort;
if (port === null) throw new Error('pglite.thread.ts runs as a worker thread only');

const { dataDir, template } = workerData as { dataDir: string | null; template: Uint8Array<ArrayBuffer> | null };
const db = await PGlite.create({
  ...(dataDir === null ? {} : { dataDir }),
  ...(template === null ? {} : { loadDataDir: new Blob([template]) }),
  relaxedDurability: true,
});
await db.exec("set timezone = 'UTC'");
port.postMessage([{ id: 0, ok: true, value: null }] satisfies PgliteAnswer[]);

let queue: Promise<void> = Promise.resolve();
port.on('message', (requests: readonly PgliteRequest[]) => {
  queue = queue.then(() => answerAll(requests));
});

/** In order; the answers go back together. */
async function answerAll(requests: readonly PgliteRequest[]): Promise<void> {
  const answers: PgliteAnswer[] = [];
  for (const request of requests) answers.push(await answer(request));
  port?.postMessage(answers);
}

async function answer(request: PgliteRequest): Promise<PgliteAnswer> {
  try {
    return { id: request.id, ok: true, value: await perform(request) };
  } catch (error) {
    return { id: request.id, ok: false, error: describe(error) };
  }
}

async function perform(request: PgliteRequest): Promise<Uint8Array | null> {
  switch (request.kind) {
    case 'protocol':
      return await db.execProtocolRaw(request.bytes, { syncToFs: false });
    case 'exec':
      return await db.exec(request.text).then(() => null);
    case 'copy':
      return await copy(request.text, request.payload);
    case 'dump':
      return new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer());
    case 'close':
      return await db.close().then(() => null);
  }
}

/** PGlite reads COPY data from a virtual file, which only its superuser may; the caller's role returns right after. */
async function copy(text: string, payload: string | Uint8Array): Promise<null> {
  const { rows } = await db.query<{ role: string }>("select current_setting('role') as role");
  await db.exec('set local role none');
  await db.query(text.replace(/from stdin(?= with |$)/, "from '/dev/blob'"), [], { blob: new Blob([payload]) });
  await db.exec(`set local role ${rows[0]?.role ?? 'none'}`);
  return null;
}

function describe(error: unknown): Extract<PgliteAnswer, { ok: false }>['error'] {
  const { message, code, constraint, detail } = error as Error &
    Record<'code' | 'constraint' | 'detail', string | undefined>;
  return { message, code, constraint, detail };
}
