import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { StartSteps } from '../../ipc.ts';
import { parseServerMessage, startLocalServer, stepsIn, type LocalServerOptions } from './local-server.ts';

const demo = { email: 'demo@marquee.localhost', password: 'secret' };
const healthy = JSON.stringify({ database: 'healthy', engine: 'healthy', worker: 'healthy' });

/** Starts a program that says what it is told to, in place of the server. */
function started(code: string, options: Partial<LocalServerOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-local-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'server.mjs'), code);
  const seen: StartSteps[] = [];
  const ended = vi.fn<(detail: string) => void>();
  const ready = vi.fn<() => void>();
  const local = startLocalServer({
    program: { command: process.execPath, args: ['server.mjs'], cwd: folder },
    variables: {},
    get: async () => ({ body: healthy }),
    changed: () => seen.push(local.steps()),
    listening: async () => undefined,
    ready,
    ended,
    ...options,
  });
  onTestFinished(() => local.stop());
  return { local, seen, ended, ready };
}

const untilDisconnected = `process.on('disconnect', () => process.exit(0));`;

test('the parts of a start are done one after the other, as the server tells of them', async () => {
  const { local, seen, ready } = started(`
    process.send({ kind: 'opened', part: 'server' });
    process.send({ kind: 'opened', part: 'database' });
    process.send({ kind: 'engine', text: 'Downloading the Temporal server', state: 'running' });
    process.send({ kind: 'engine', text: null, state: 'done' });
    process.send({ kind: 'ready', url: 'http://localhost:1', demo: null });
    ${untilDisconnected}`);

  await vi.waitUntil(() => ready.mock.calls.length > 0, { timeout: 30_000 });

  const states = seen.map(({ server, database, engine, worker }) => [server, database, engine, worker].join(' '));
  expect(states).toEqual([
    'done running waiting waiting',
    'done done running waiting',
    'done done running waiting',
    'done done done running',
    'done done done running',
    'done done done done',
  ]);
  expect(seen.map((steps) => steps.engineText)).toContain('Downloading the Temporal server');
  expect(local.url()).toBe('http://localhost:1');
});

test('who may sign in is told before the console is', async () => {
  const listening = vi.fn<LocalServerOptions['listening']>(async () => undefined);
  const { ready } = started(
    `process.send(${JSON.stringify({ kind: 'ready', url: 'http://localhost:1', demo })}); ${untilDisconnected}`,
    { listening },
  );

  await vi.waitUntil(() => ready.mock.calls.length > 0, { timeout: 30_000 });

  expect(listening).toHaveBeenCalledExactlyOnceWith('http://localhost:1', demo);
});

test('a server that ends by itself is told of, with the last it printed', async () => {
  const { ended } = started(`console.error('Port 4000 is taken.'); process.exitCode = 1;`);

  await vi.waitUntil(() => ended.mock.calls.length > 0, { timeout: 30_000 });

  expect(ended).toHaveBeenCalledExactlyOnceWith('Port 4000 is taken.');
});

test('a server that is asked to end is waited for, and is no failure', async () => {
  const { local, seen, ended } = started(`process.send({ kind: 'opened', part: 'server' }); ${untilDisconnected}`);
  await vi.waitUntil(() => seen.length > 0, { timeout: 30_000 });

  await local.stop();

  expect(ended).not.toHaveBeenCalled();
});

test('messages that the server does not send are not heard', () => {
  expect(parseServerMessage('ready')).toBeNull();
  expect(parseServerMessage({ kind: 'opened', part: 'door' })).toBeNull();
  expect(parseServerMessage({ kind: 'ready' })).toBeNull();
  expect(parseServerMessage({ kind: 'ready', url: 'http://localhost:1', demo: { email: 1 } })).toEqual({
    kind: 'ready',
    url: 'http://localhost:1',
    demo: null,
  });
});

test('health that cannot be read leaves every part on its way, and a worker waits for its engine', () => {
  expect(stepsIn('<html>')).toEqual({ database: 'running', engine: 'running', worker: 'waiting' });
  expect(stepsIn(JSON.stringify({ database: 'healthy', engine: 'unavailable', worker: 'starting' }))).toEqual({
    database: 'done',
    engine: 'failed',
    worker: 'waiting',
  });
  expect(stepsIn(JSON.stringify({ database: 'healthy', engine: 'healthy', worker: 'starting' })).worker).toBe(
    'running',
  );
});
