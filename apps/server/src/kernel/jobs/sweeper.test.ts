import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { run, selectOne } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { startSweeper, sweepTasks, type SweepDeps } from './sweeper.ts';

const log = pino({ level: 'silent' });
const now = new Date('2026-06-01T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
let db: TestDatabase;
let workspaceId: string;

beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  workspaceId = await insertWorkspace(db);
});
afterAll(() => db[Symbol.asyncDispose]());

function task(name: string, changes: Partial<SweepDeps> = {}) {
  const deps: SweepDeps = {
    asSystem: db.asSystem,
    now: () => now,
    log,
    wakeDispatcher: () => undefined,
    deleteFile: async () => undefined,
    ...changes,
  };
  const found = sweepTasks(deps).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no task ${name}`);
  return found;
}
const write = (statement: ReturnType<typeof sql>) => db.asSystem('test', (tx) => run(tx, statement));
const count = async (table: string) =>
  (
    await db.asSystem('test', (tx) =>
      selectOne<{ n: number }>(
        tx,
        sql`select count(*)::int as n from ${sql.identifier(table)} where workspace_id = ${workspaceId}`,
      ),
    )
  )?.n;

test('rows past their days go, younger ones and those still needed stay', async () => {
  await write(sql`insert into events (workspace_id, sequence, id, name, scope, data, at) values
    (${workspaceId}, 1, ${newId()}, 'a.b.c', 's', '{}', ${daysAgo(91)}), (${workspaceId}, 2, ${newId()}, 'a.b.c', 's', '{}', ${daysAgo(89)})`);
  await write(sql`insert into idempotency_keys (workspace_id, operation, key, input_hash, state, lease_until, expires_at) values
    (${workspaceId}, 'a.b', 'old', 'h', 'done', ${daysAgo(2)}, ${daysAgo(1)}), (${workspaceId}, 'a.b', 'new', 'h', 'done', ${daysAgo(0)}, ${daysAgo(-1)})`);
  const [ended, working] = [newId(), newId()];
  for (const [id, finished] of [
    [ended, daysAgo(100)],
    [working, null],
  ] as const) {
    await write(sql`insert into jobs (workspace_id, id, kind, record_id, workflow_id, operation, scope, status, created_at, updated_at, finished_at)
      values (${workspaceId}, ${id}, 'k', 'r', ${id}, 'a.b', 's', 'running', ${daysAgo(101)}, ${daysAgo(101)}, ${finished})`);
    await write(sql`insert into outbox_commands (id, workspace_id, kind, workflow, workflow_id, args, job_id, created_at, dispatched_at, next_attempt_at)
      values (${newId()}, ${workspaceId}, 'start', 'w', ${id}, '[]', ${id}, ${daysAgo(101)}, ${daysAgo(101)}, ${daysAgo(101)})`);
  }

  await task('retention').run();

  expect(await Promise.all(['events', 'idempotency_keys', 'jobs', 'outbox_commands'].map(count))).toEqual([1, 1, 1, 1]);
});

test('an expired file goes with its row; a file that cannot be deleted keeps its row', async () => {
  const insert = (key: string, expires: string | null) =>
    write(sql`insert into files (workspace_id, id, key, kind, bytes, sha256, created_at, expires_at)
      values (${workspaceId}, ${newId()}, ${key}, 'export', 1, 'x', ${daysAgo(9)}, ${expires})`);
  await insert('expired', daysAgo(1));
  await insert('kept', null);
  const deleted: string[] = [];

  const broken = async () => Promise.reject(new Error('disk'));
  await expect(task('files', { deleteFile: broken }).run()).rejects.toThrow('disk');
  expect(await count('files')).toBe(2);
  await task('files', { deleteFile: async (key) => void deleted.push(key) }).run();

  expect(deleted).toEqual(['expired']);
  expect(await count('files')).toBe(1);
});

test('a command that nobody came back for wakes the dispatcher', async () => {
  await write(sql`insert into outbox_commands (id, workspace_id, kind, workflow, workflow_id, args, created_at, next_attempt_at)
    values (${newId()}, ${workspaceId}, 'start', 'w', 'w:1', '[]', ${daysAgo(1)}, ${daysAgo(1)})`);
  let woken = 0;

  await task('stuck_commands', { wakeDispatcher: () => void woken++ }).run();

  expect(woken).toBe(1);
});

test('a task that fails does not keep the others from their turn', async () => {
  const ran = Promise.withResolvers<void>();
  let ms = 0;
  const tasks = [
    { name: 'broken', everyMs: 10, run: () => Promise.reject(new Error('no')) },
    { name: 'sound', everyMs: 10, run: async () => (ran.resolve(), 1) },
  ];

  await using _sweeper = startSweeper({ tasks, now: () => new Date((ms += 20)), log, everyMs: 1 });

  await ran.promise;
});
