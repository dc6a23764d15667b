import { mkdtemp, rm } from 'node:fs/promises';
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
import { residentMb, say, watchMemory } from './memory.ts';

const rows = 1_000_000;
const patiently = untilWithin(1_200_000);

test.skipIf(!hasPostgres() || !(await hasEngine())).each(['csv', 'json'] as const)(
  'a million rows of %s are imported in bounded memory, over a kill of the worker, and counted exactly',
  { timeout: 1_800_000 },
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
    const idle = { server: await residentMb(server.pid), worker: await residentMb(worker.pid) };
    const memory = stack.use(watchMemory({ server: () => server.pid, worker: () => worker.pid }));
    const startedMs = performance.now();

    const handedIn = await importFile({ url: urlOf(port), apiKey: customer.apiKey }, { format, rows, offset: 0 });
    const look = () => customer.api.messaging.contactImports.get(handedIn.id);
    say(`${rows} rows of ${format} are handed in`);
    await patiently('a tenth is imported', look, ({ processed }) => processed > rows / 10);
    say('kill -9 of the worker');
    await worker.end('SIGKILL');
    worker = start('worker');
    const ended = await patiently('it has ended', look, ({ status }) => status !== 'running' && status !== 'queued');
    const seconds = (performance.now() - startedMs) / 1000;
    const above = (['server', 'worker'] as const).map((name) => Math.max(...memory.peaks(name)) - idle[name]);
    say(
      `ended after ${seconds.toFixed(0)} s; MiB above idle: server and worker ${above.map(Math.round).join(' and ')}`,
    );

    expect(ended).toMatchObject({
      ...{ status: 'completed', processed: rows, created: rows - handedIn.faulty - handedIn.repeats },
      ...{ updated: handedIn.repeats, errors: handedIn.faulty },
    });
    expect((await handedIn.errorsCsv()).length).toBe(handedIn.faulty + 1);
    expect(Math.max(...above)).toBeLessThan(300);
  },
);
