import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pino from 'pino';
import { expect, test } from 'vitest';
import { connectEngine, isEngineHealthy } from './client.ts';
import { findEngine } from './engine.ts';
import { startEngine } from './engine-server.ts';
import { freePort } from '../testing/free-port.ts';
import { startWorker, type RunningWorker } from './worker.ts';

const executable = await findEngine({ environment: process.env });
const log = pino({ level: 'silent' });

test.skipIf(executable === undefined)(
  'a worker polls when the engine comes later, and again after the engine was killed',
  { timeout: 120_000 },
  async () => {
    if (executable === undefined) return;
    const dataDir = await mkdtemp(join(tmpdir(), 'marquee-worker-'));
    const port = await freePort();
    const queues = { workflows: 'marquee', activities: ['messaging', 'bulk'] };
    const address = `127.0.0.1:${port}`;
    {
      await using worker = startWorker({
        address,
        namespace: 'default',
        queues,
        activities: { nothing: async () => null },
        cacheDir: join(tmpdir(), 'marquee-bundles'),
        log,
      });
      expect(worker.state()).toBe('connecting');
      await using engine = await startEngine({
        ...{ executable, dataDir, port, log },
      });
      await worker.ready;
      await using connection = await connectEngine(address, 'default');
      expect(await isEngineHealthy(connection.client)).toBe(true);

      if (engine.pid !== undefined) process.kill(engine.pid, 'SIGKILL');
      await until(async () => engine.state !== 'ready');
      await until(
        async () => engine.state === 'ready' && worker.state() === 'polling' && (await isPolled(connection.client)),
      );
      expect(worker.state()).toBe('polling');
    }
    await rm(dataDir, { recursive: true, force: true });
  },
);

test('a worker that never met an engine ends when it is told to', { timeout: 30_000 }, async () => {
  const worker: RunningWorker = startWorker({
    ...{
      address: '127.0.0.1:1',
      namespace: 'default',
      queues: { workflows: 'marquee', activities: [] },
      activities: {},
    },
    ...{ cacheDir: join(tmpdir(), 'marquee-bundles'), log },
  });

  await worker[Symbol.asyncDispose]();

  expect(worker.state()).toBe('stopped');
});

async function isPolled(client: Awaited<ReturnType<typeof connectEngine>>['client']): Promise<boolean> {
  const described = await client.workflowService
    .describeTaskQueue({ namespace: 'default', taskQueue: { name: 'messaging' }, taskQueueType: 2 })
    .catch(() => null);
  return (described?.pollers?.length ?? 0) > 0;
}

async function until(isReached: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 600; turn += 1) {
    if (await isReached()) return;
    await wait(100);
  }
  throw new Error('never reached');
}
