import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findEngine } from './engine.ts';
import type { EngineExecutable } from './engine.ts';
import { isRunning, processIdentity } from './engine-identity.ts';
import { rememberProcess } from './engine-orphan.ts';
import { isReady } from './engine-readiness.ts';
import { searchAttributes, startEngine } from './engine-server.ts';
import { freePort } from '../testing/free-port.ts';

const found = await findEngine({ environment: process.env });
const silent = { info: (): void => undefined, warn: (): void => undefined, error: (): void => undefined };

describe.skipIf(!found)('a real Temporal server', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'marquee-engine-'));
  });
  afterAll(async () => {
    await rm(dataDir, { recursive: true, force: true });
  });

  test('survives kill -9 of its process: what it had accepted is still there, at the same address', async () => {
    await using engine = await startEngine({ executable: executable(), dataDir, log: silent });
    const workflowId = await startWorkflow(engine.address, 'kept');
    const first = engine.pid;

    process.kill(first ?? 0, 'SIGKILL');
    await vi.waitUntil(() => engine.pid !== first && engine.state === 'ready', { timeout: 45_000, interval: 50 });

    expect(await describeWorkflow(engine.address, workflowId)).toEqual({
      status: 'RUNNING',
      attributes: Object.fromEntries(searchAttributes.map((name) => [name, ['kept']])),
    });
  });

  test('ends with its owner, keeps one database in WAL mode, and is found as it was at the next start', async () => {
    const engine = await startEngine({ executable: executable(), dataDir, log: silent });
    const identity = await processIdentity(engine.pid ?? 0);
    const workflowId = await startWorkflow(engine.address, 'over a restart');
    await engine[Symbol.asyncDispose]();

    expect(engine.state).toBe('stopped');
    expect(identity && (await isRunning(identity))).toBe(false);
    expect(existsSync(join(dataDir, 'temporal', 'engine.pid'))).toBe(false);
    const database = `temporal-${executable().version}.sqlite`;
    const journalMode = (await readFile(join(dataDir, 'temporal', database))).subarray(18, 20);
    // Bytes 18 and 19 of an SQLite file are 2 in WAL mode (sqlite.org/fileformat.html).
    expect([...journalMode]).toEqual([2, 2]);
    await using again = await startEngine({ executable: executable(), dataDir, log: silent });
    expect((await describeWorkflow(again.address, workflowId)).status).toBe('RUNNING');
    expect((await readdir(join(dataDir, 'temporal'))).filter((name) => name.endsWith('.sqlite'))).toEqual([database]);
  });

  test.skipIf(process.platform === 'win32')('an engine ends by itself when its server is killed', async () => {
    const engine = await engineOfAKilledProcess(dataDir);

    await vi.waitUntil(async () => !(await isRunning(engine)), { timeout: 20_000, interval: 50 });
  });

  test('an engine left behind all the same is ended before its database is opened again', async () => {
    const port = await freePort();
    const left = spawn(executable().path, leftBehindArguments(dataDir, port), { stdio: 'ignore' });
    await rememberProcess(join(dataDir, 'temporal', 'engine.pid'), left.pid ?? 0);
    const identity = await processIdentity(left.pid ?? 0);
    await vi.waitUntil(() => isReady(`127.0.0.1:${port}`, 'default'), { timeout: 30_000, interval: 50 });

    await using engine = await startEngine({ executable: executable(), dataDir, log: silent });

    expect(identity && (await isRunning(identity))).toBe(false);
    expect(engine.state).toBe('ready');
  });

  test('a process that merely has the noted number is left alone', async () => {
    const bystander = spawn('sleep', ['60']);
    await writeFile(
      join(dataDir, 'temporal', 'engine.pid'),
      JSON.stringify({ pid: bystander.pid, startedAt: 'another time' }),
    );

    await using engine = await startEngine({ executable: executable(), dataDir, log: silent });

    expect(engine.state).toBe('ready');
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    bystander.kill('SIGKILL');
  });
});

test('a program that is no engine fails with the last of its log', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'marquee-engine-'));
  const path = join(dataDir, 'broken');
  await writeFile(path, '#!/bin/sh\necho "no such flag"; exit 1\n', { mode: 0o755 });

  const start = startEngine({
    executable: { kind: 'executable', path, version: '0', source: 'path' },
    dataDir,
    log: silent,
  });

  await expect(start).rejects.toThrow(/ended while starting: no such flag/);
  await rm(dataDir, { recursive: true });
});

function executable(): EngineExecutable {
  if (!found) throw new Error('guarded by skipIf');
  return found;
}

async function startWorkflow(address: string, name: string): Promise<string> {
  const connection = await Connection.connect({ address });
  try {
    const typed = Object.fromEntries(searchAttributes.map((key) => [key, [name]]));
    const handle = await new Client({ connection }).workflow.start('waits-for-a-worker', {
      taskQueue: 'nobody',
      workflowId: name,
      searchAttributes: typed,
    });
    return handle.workflowId;
  } finally {
    await connection.close();
  }
}

async function describeWorkflow(address: string, workflowId: string): Promise<{ status: string; attributes: object }> {
  const connection = await Connection.connect({ address });
  try {
    const description = await new Client({ connection }).workflow.getHandle(workflowId).describe();
    const attributes = Object.entries(description.searchAttributes).filter(([name]) => name.startsWith('Marquee'));
    return { status: description.status.name, attributes: Object.fromEntries(attributes) };
  } finally {
    await connection.close();
  }
}

function leftBehindArguments(dataDir: string, port: number): string[] {
  const database = join(dataDir, 'temporal', `temporal-${executable().version}.sqlite`);
  return ['server', 'start-dev', '--headless', '--port', String(port), '--db-filename', database];
}

/** Starts an engine from another process and kills that process without a chance to clean up. */
async function engineOfAKilledProcess(dataDir: string): Promise<{ pid: number; startedAt: string }> {
  const script = `
    const { startEngine } = await import(${JSON.stringify(new URL('./engine-server.ts', import.meta.url).href)});
    const log = { info() {}, warn() {}, error() {} };
    const engine = await startEngine({ executable: ${JSON.stringify(executable())}, dataDir: ${JSON.stringify(dataDir)}, log });
    console.log(engine.pid);`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = (await once(owner.stdout, 'data')) as [Buffer];
  const identity = await processIdentity(Number(output.toString()));
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  if (!identity) throw new Error('the engine was gone before its owner');
  return identity;
}
