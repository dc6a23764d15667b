import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run, select } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import { startEngine, type RunningEngine } from '../../temporal/engine-server.ts';
import { findEngine } from '../../temporal/engine.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { insertJob } from '../jobs/jobs.store.ts';
import { reconcileJobs, reconcileRecords } from '../jobs/reconciler.ts';
import { dispatchSome, type DispatcherDeps } from './dispatcher.ts';
import { insertCommand } from './outbox.store.ts';

const log = pino({ level: 'silent' });
const executable = await findEngine({ environment: process.env });
let db: TestDatabase;
let workspaceId: string;
let now: Date;

beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  workspaceId = await insertWorkspace(db);
  now = new Date();
  await db.asSystem('test', (tx) => run(tx, sql`delete from outbox_commands`));
});
afterAll(() => db[Symbol.asyncDispose]());

function deps(client: Client | null): DispatcherDeps {
  return {
    asSystem: db.asSystem,
    engine: { client: () => client, hasSearchAttributes: () => true },
    now: () => now,
    log,
    callMs: 60_000,
  };
}

async function promiseStart(workflowId: string, args: readonly unknown[] = []): Promise<string> {
  const stamp = { workspaceId, at: now.toISOString() };
  const id = newId();
  const job = {
    ...stamp,
    id: newId(),
    kind: 'thing',
    recordId: workflowId,
    workflowId,
    operation: 'a.b',
    scope: 'messaging:read',
    createdBy: null,
  };
  await db.asWorkspace(workspaceId, async (tx) => {
    await insertJob(tx, job);
    await insertCommand(tx, { ...stamp, id, kind: 'start', workflow: 'things.run', workflowId, signal: null, args });
  });
  return id;
}

async function promiseSignal(workflowId: string, signal: string): Promise<void> {
  const command = {
    id: newId(),
    workspaceId,
    kind: 'signal',
    workflow: null,
    workflowId,
    signal,
    args: [],
    at: now.toISOString(),
  } as const;
  await db.asWorkspace(workspaceId, (tx) => insertCommand(tx, command));
}

async function commands() {
  return await db.asSystem('test', (tx) =>
    select<{ id: string; done: boolean; attempts: number; last_error: string | null }>(
      tx,
      sql`select id, dispatched_at is not null as done, attempts, last_error from outbox_commands order by id`,
    ),
  );
}

async function jobStatus(workflowId: string): Promise<string | undefined> {
  const rows = await db.asSystem('test', (tx) =>
    select<{ status: string }>(tx, sql`select status from jobs where workflow_id = ${workflowId}`),
  );
  return rows[0]?.status;
}

async function dispatchAll(client: Client | null): Promise<void> {
  while ((await dispatchSome(deps(client))) === 0);
}

test('without an engine the command stays and its job says so', async () => {
  await promiseStart('thing:1');

  await dispatchAll(null);

  expect(await commands()).toMatchObject([{ done: false, attempts: 0 }]);
  expect(await jobStatus('thing:1')).toBe('waiting_for_engine');
});

test('an engine that does not answer puts the command off, and it is tried again later', async () => {
  const nowhere = new Client({ connection: Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 500 }) });
  await promiseStart('thing:2');

  const impatient = { ...deps(nowhere), callMs: 200 };
  await dispatchSome(impatient);
  await dispatchSome(impatient);
  now = new Date(now.getTime() + 600);
  await dispatchSome(impatient);

  expect(await commands()).toMatchObject([{ done: false, attempts: 2, last_error: expect.any(String) as string }]);
  expect(await jobStatus('thing:2')).toBe('waiting_for_engine');
});

describe.skipIf(executable === undefined)('with a Temporal server', () => {
  let dataDir: string;
  let server: RunningEngine;
  let connection: Connection;
  let client: Client;

  beforeAll(async () => {
    if (executable === undefined) return;
    dataDir = await mkdtemp(join(tmpdir(), 'marquee-dispatcher-'));
    server = await startEngine({ executable, dataDir, log });
    connection = await Connection.connect({ address: server.address });
    client = new Client({ connection });
  });
  afterAll(async () => {
    await connection.close();
    await server[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  });

  const describeRun = (workflowId: string) => client.workflow.getHandle(workflowId).describe();

  test('a start reaches the engine once, under its record id, with what it can be found by', async () => {
    const workflowId = `thing:${newId()}`;
    const id = await promiseStart(workflowId, [{ cursor: 1 }]);
    await dispatchAll(null);

    await dispatchAll(client);
    const { runId } = await describeRun(workflowId);
    await asIfUnrecorded(id);
    await dispatchAll(client);

    const run = await describeRun(workflowId);
    expect(run).toMatchObject({ runId, type: 'things.run', taskQueue: 'marquee', memo: { command: id } });
    expect(run.searchAttributes).toMatchObject({
      MarqueeWorkspace: [workspaceId],
      MarqueeKind: ['thing'],
      MarqueeRecord: [workflowId],
    });
    expect(await commands()).toMatchObject([{ done: true, last_error: null }]);
    expect(await jobStatus(workflowId)).toBe('queued');
  });

  test('a start whose dispatcher died before recording it does not run an ended workflow again', async () => {
    const workflowId = `thing:${newId()}`;
    const id = await promiseStart(workflowId);
    await dispatchAll(client);
    const { runId } = await describeRun(workflowId);
    await client.workflow.getHandle(workflowId).terminate();

    await asIfUnrecorded(id);
    await dispatchAll(client);

    expect((await describeRun(workflowId)).runId).toBe(runId);
    expect(await commands()).toMatchObject([{ done: true, last_error: 'had been started before' }]);
  });

  test('another start of an ended workflow runs it again', async () => {
    const workflowId = `thing:${newId()}`;
    await promiseStart(workflowId);
    await dispatchAll(client);
    const { runId } = await describeRun(workflowId);
    await client.workflow.getHandle(workflowId).terminate();

    await promiseStart(workflowId);
    await dispatchAll(client);

    expect((await describeRun(workflowId)).runId).not.toBe(runId);
  });

  test('commands of one workflow arrive in order', async () => {
    const workflowId = `thing:${newId()}`;
    await promiseStart(workflowId);
    for (const name of ['pause', 'resume', 'cancel']) await promiseSignal(workflowId, name);

    await dispatchAll(client);

    const { events = [] } = await client.workflow.getHandle(workflowId).fetchHistory();
    const signals = (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
    expect(signals).toEqual(['pause', 'resume', 'cancel']);
  });

  test('a signal to a workflow that is gone is done, with a note', async () => {
    await promiseSignal(`thing:${newId()}`, 'cancel');

    await dispatchAll(client);

    expect(await commands()).toMatchObject([{ done: true, last_error: 'no such workflow is running' }]);
  });

  test('what a record says should run is started by id, once', async () => {
    const should = { workspaceId, workflow: 'things.run', workflowId: `thing:${newId()}`, args: [] };
    const reconciler = { asSystem: db.asSystem, now: () => now, newId, log };

    expect(await reconcileRecords(reconciler, [async () => [should]])).toBe(1);
    expect(await reconcileRecords(reconciler, [async () => [should]])).toBe(0);
    await dispatchAll(client);

    expect((await describeRun(should.workflowId)).status.name).toBe('RUNNING');
  });

  test('a job whose workflow was ended from outside does not stay unfinished', async () => {
    const [failed, untouched] = [`thing:${newId()}`, `thing:${newId()}`];
    await promiseStart(failed);
    await promiseStart(untouched);
    await dispatchAll(client);
    await client.workflow.getHandle(failed).terminate();

    await reconcileJobs({ asSystem: db.asSystem, now: () => now, newId, log }, client);

    expect(await jobStatus(failed)).toBe('failed');
    expect(await jobStatus(untouched)).toBe('queued');
  });

  test('an unfinished job whose workflow the engine lost is started again', async () => {
    const [lost, known] = [`thing:${newId()}`, `thing:${newId()}`];
    const id = await promiseStart(lost);
    await promiseStart(known);
    await db.asSystem('test', (tx) => run(tx, sql`update outbox_commands set dispatched_at = now() where id = ${id}`));
    await db.asSystem('test', (tx) =>
      run(tx, sql`update jobs set finished_at = now() where workspace_id <> ${workspaceId}`),
    );
    await dispatchAll(client);

    const count = await reconcileJobs({ asSystem: db.asSystem, now: () => now, newId, log }, client);
    now = new Date(now.getTime() + 1);
    await dispatchAll(client);

    expect(count).toBe(1);
    expect((await describeRun(lost)).status.name).toBe('RUNNING');
  });
});

/** As after a crash between the engine's answer and its record. */
async function asIfUnrecorded(id: string): Promise<void> {
  await db.asSystem('test', (tx) =>
    run(
      tx,
      sql`update outbox_commands set dispatched_at = null, next_attempt_at = ${now.toISOString()} where id = ${id}`,
    ),
  );
}
