import { jobs } from '@marquee/api/system/jobs.contract';
import type { Job } from '@marquee/api/system/jobs.contract';
import { scopesOfRole } from '@marquee/api/scopes';
import pino from 'pino';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { select } from '../database/sql.ts';
import type { Member } from '../kernel/context.ts';
import { invokerOf } from '../kernel/invoke.ts';
import { insertJob, updateJob } from '../kernel/jobs/jobs.store.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from '../kernel/limits/limits.ts';
import { newId } from '../lib/ids.ts';
import { callerOf, incoming, unwatched } from '../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { insertWorkspace } from '../testing/workspaces.ts';
import { jobsService } from './jobs.service.ts';

let db: TestDatabase;
let workspaceId: string;
let caller: Member;
let call: <T>(verb: keyof typeof jobs, input: object) => Promise<T>;

beforeAll(async () => {
  db = await openTestDatabase();
  const invoker = invokerOf({
    database: db.database,
    services: { jobs: jobsService() },
    authenticate: async () => caller,
    watchCaller: unwatched,
    limits: limitsOver(bucketsInMemory(), defaultPolicies, () => new Date(0)),
    now: () => new Date('2026-03-15T07:00:00Z'),
    newId,
    log: pino({ level: 'silent' }),
    wake: () => undefined,
  });
  call = async <T>(verb: keyof typeof jobs, input: object) =>
    (await invoker.invoke({ name: `jobs.${verb}`, operation: jobs[verb], input, incoming: incoming() })).value as T; // the contract says what comes
});
beforeEach(async () => {
  workspaceId = await insertWorkspace(db);
  caller = callerOf(workspaceId, 'operator');
});
afterAll(() => db[Symbol.asyncDispose]());

async function buildJob({
  scope = 'messaging:send',
  kind = 'messaging.campaigns.send',
  in: owner = workspaceId,
} = {}): Promise<string> {
  const id = newId();
  const row = {
    workspaceId: owner,
    id,
    kind,
    recordId: 'c1',
    workflowId: `campaign:${id}`,
    operation: 'a.b.c',
    scope,
    createdBy: null,
  };
  await db.asWorkspace(owner, (tx) => insertJob(tx, { ...row, at: '2026-03-15T06:00:00.000Z' }));
  return id;
}
const signals = () =>
  db.asWorkspace(workspaceId, (tx) =>
    select<{ workflow_id: string; signal: string }>(tx, sql`select workflow_id, signal from outbox_commands`),
  );

test('a job shows its progress and never its workflow', async () => {
  const id = await buildJob();
  await db.asWorkspace(workspaceId, (tx) =>
    updateJob(tx, workspaceId, id, { status: 'running', progress: { done: 3, total: 10 } }),
  );

  const job = await call<Job>('get', { job_id: id });

  expect(job).toMatchObject({ id, status: 'running', progress: { done: 3, total: 10 }, result: null, error: null });
  expect(jobs.get.output.strict().parse(job)).toEqual(job);
});

test('jobs are listed newest first, page by page, by filter', async () => {
  const ids = [await buildJob(), await buildJob(), await buildJob({ kind: 'other' }), await buildJob()].toReversed();

  const first = await call<{ items: Job[]; page: { next_cursor: string; total: number } }>('list', {
    limit: 2,
    kind: 'messaging.campaigns.send',
    include_total: true,
  });
  const second = await call<{ items: Job[]; page: { next_cursor: null } }>('list', {
    limit: 2,
    kind: 'messaging.campaigns.send',
    cursor: first.page.next_cursor,
  });

  expect(first.items.map((job) => job.id)).toEqual([ids[0], ids[2]]);
  expect(first.page.total).toBe(3);
  expect(second.items.map((job) => job.id)).toEqual([ids[3]]);
  expect(second.page.next_cursor).toBeNull();
});

test('a job made by a scope that the caller lacks, or in another workspace, is not there', async () => {
  const hidden = await buildJob({ scope: 'workspace:admin' });
  const foreign = await buildJob({ in: await insertWorkspace(db) });

  for (const job_id of [hidden, foreign]) {
    await expect(call('get', { job_id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(call('cancel', { job_id })).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await call('list', {})).toMatchObject({ items: [] });
  expect(await signals()).toEqual([]);
});

test('cancelling signals the workflow once, however often it is asked', async () => {
  const id = await buildJob();

  const first = await call<Job>('cancel', { job_id: id });
  const second = await call<Job>('cancel', { job_id: id });

  expect(first.cancel_requested_at).toBe('2026-03-15T07:00:00.000Z');
  expect(second).toEqual(first);
  expect(await signals()).toEqual([{ workflow_id: `campaign:${id}`, signal: 'cancel' }]);
});

test('a job that has ended cannot be cancelled', async () => {
  const id = await buildJob();
  await db.asWorkspace(workspaceId, (tx) => updateJob(tx, workspaceId, id, { status: 'succeeded' }));

  await expect(call('cancel', { job_id: id })).rejects.toMatchObject({
    code: 'conflict',
    message: `Job ${id} has already ended: it succeeded.`,
  });
});

test('a viewer may look and not cancel', async () => {
  const id = await buildJob({ scope: 'messaging:read' });
  caller = { ...callerOf(workspaceId, 'viewer'), scopes: scopesOfRole.viewer };

  expect(await call('get', { job_id: id })).toMatchObject({ id });
  await expect(call('cancel', { job_id: id })).rejects.toMatchObject({ code: 'forbidden' });
});
