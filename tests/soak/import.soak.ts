import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, hasPostgres, newPostgresUrl } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { signUp } from '../harness/customer.ts';
import { hasEngine, startTestEngine } from '../harness/engine.ts';
import { importFile } from '../harness/import-file.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { untilWithin } from '../harness/until.ts';

const rows = 1_000_000;
const untilInAnHour = untilWithin(3_600_000);
const mebibyte = 2 ** 20;

test.skipIf(!hasPostgres() || !(await hasEngine())).each(['csv', 'json'] as const)(
  'a million rows of %s are imported in bounded memory, over a kill of the worker, and counted exactly',
  async (format) => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'marquee-million-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const engine = stack.use(await startTestEngine(folder));
    const env = { DATABASE_URL: await newPostgresUrl(), TEMPORAL_ADDRESS: engine.address };
    const start = (verb: 'serve' | 'worker') => startServerProcess({ verb, port, dataDir: join(folder, 'data'), env });
    const server = stack.use(start('serve'));
    await untilHealthy(server, port);
    const customer = await signUp(urlOf(port));
    let worker = start('worker');
    stack.defer(async () => void (await worker.end('SIGKILL')));
    await pause(10_000); // idle is what they use when nothing has been asked of them for a while
    const idle = { server: await residentBytes(server.pid), worker: await residentBytes(worker.pid) };
    const highest = { server: 0, worker: 0 };
    const watching = setInterval(() => {
      void residentBytes(server.pid).then((bytes) => (highest.server = Math.max(highest.server, bytes)));
      void residentBytes(worker.pid).then((bytes) => (highest.worker = Math.max(highest.worker, bytes)));
    }, 100);
    stack.defer(() => clearInterval(watching));

    const handedIn = await importFile({ url: urlOf(port), apiKey: customer.apiKey }, { format, rows, offset: 0 });
    const look = () => customer.api.messaging.contactImports.get(handedIn.id);
    await untilInAnHour('a tenth is imported', look, ({ processed }) => processed > rows / 10);
    await worker.end('SIGKILL');
    worker = start('worker');
    const ended = await untilInAnHour(
      'it has ended',
      look,
      ({ status }) => status !== 'running' && status !== 'queued',
    );

    expect(ended).toMatchObject({
      ...{ status: 'completed', processed: rows, created: rows - handedIn.faulty - handedIn.repeats },
      ...{ updated: handedIn.repeats, errors: handedIn.faulty },
    });
    expect((await handedIn.errorsCsv()).length).toBe(handedIn.faulty + 1);
    expect((highest.server - idle.server) / mebibyte).toBeLessThan(300);
    expect((highest.worker - idle.worker) / mebibyte).toBeLessThan(300);
  },
);

/** The resident memory of a process; 0 when it is gone or the system does not say. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
