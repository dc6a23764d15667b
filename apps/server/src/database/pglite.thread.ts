// Runs PGlite away from the main thread: an analytical query would block every request for as long as it runs.
import { PGlite, types } from '@electric-sql/pglite';
import { parentPort, workerData } from 'node:worker_threads';
import { parsers } from './parsers.ts';
import type { PgliteAnswer, PgliteRequest } from './pglite.messages.ts';

const port = parentPort;
if (port === null) throw new Error('pglite.thread.ts runs as a worker thread only');

const { dataDir, template } = workerData as { dataDir: string | null; template: Uint8Array<ArrayBuffer> | null };
const db = await PGlite.create({
  ...(dataDir === null ? {} : { dataDir }),
  ...(template === null ? {} : { loadDataDir: new Blob([template]) }),
  relaxedDurability: true,
  parsers: { ...parsers, [types.BYTEA]: undefined as never }, // undefined keeps PGlite's own parser for bytea
});
await db.exec("set timezone = 'UTC'");
port.postMessage({ id: 0, ok: true, value: null } satisfies PgliteAnswer);

let queue: Promise<void> = Promise.resolve();
port.on('message', (request: PgliteRequest) => {
  queue = queue.then(() => answer(request));
});

async function answer(request: PgliteRequest): Promise<void> {
  try {
    port?.postMessage({ id: request.id, ok: true, value: await perform(request) } satisfies PgliteAnswer);
  } catch (error) {
    port?.postMessage({ id: request.id, ok: false, error: describe(error) } satisfies PgliteAnswer);
  }
}

async function perform(request: PgliteRequest): Promise<unknown> {
  if (request.kind === 'close') return await db.close();
  if (request.kind === 'dump') return new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer());
  if (request.before !== null) await db.exec(request.before);
  if (request.kind === 'exec') return await db.exec(request.text).then(() => null);
  if (request.kind === 'copy') return await copy(request.text, request.payload);
  const rowMode = request.kind === 'arrays' ? 'array' : 'object';
  const { rows, affectedRows } = await db.query(request.text, [...request.params], { rowMode });
  return { rows, count: affectedRows === 0 || affectedRows === undefined ? rows.length : affectedRows };
}

/** PGlite reads COPY data from a virtual file, which only its superuser may; the caller's role returns right after. */
async function copy(text: string, payload: string): Promise<null> {
  const { rows } = await db.query<{ role: string }>("select current_setting('role') as role");
  await db.exec('set local role none');
  await db.query(text.replace(/from stdin$/, "from '/dev/blob'"), [], { blob: new Blob([payload]) });
  await db.exec(`set local role ${rows[0]?.role ?? 'none'}`);
  return null;
}

function describe(error: unknown): Extract<PgliteAnswer, { ok: false }>['error'] {
  const { message, code, constraint, detail } = error as Error &
    Record<'code' | 'constraint' | 'detail', string | undefined>;
  return { message, code, constraint, detail };
}
