import { log } from '@marquee/api/events/log.contract';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Member } from '../kernel/context.ts';
import { invokerOf } from '../kernel/invoke.ts';
import type { Invoker } from '../kernel/invoker.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from '../kernel/limits/limits.ts';
import { publishWaiting } from '../kernel/outbox/publisher.ts';
import { newId } from '../lib/ids.ts';
import { callerOf, incoming, unwatched } from '../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { emitEvent } from '../testing/events.ts';
import { insertWorkspace } from '../testing/workspaces.ts';
import { logService } from './log.service.ts';

const silent = pino({ level: 'silent' });
let db: TestDatabase;
let invoker: Invoker;
let caller: Member;

beforeAll(async () => {
  db = await openTestDatabase();
  const workspaceId = await insertWorkspace(db);
  caller = callerOf(workspaceId, 'viewer');
  invoker = invokerOf({
    database: db.database,
    services: { log: logService() },
    authenticate: async () => caller,
    watchCaller: unwatched,
    limits: limitsOver(bucketsInMemory(), defaultPolicies, () => new Date(0)),
    now: () => new Date('2026-03-15T07:00:00Z'),
    newId,
    log: silent,
    wake: () => undefined,
  });
  for (const name of ['a.one.made', 'b.two.made', 'a.three.made', 'a.four.made'])
    await emitEvent(db, workspaceId, { name });
  await emitEvent(db, workspaceId, { name: 'a.secret.made', scope: 'workspace:admin' });
  await emitEvent(db, workspaceId, { name: 'a.last.made' });
  await publishWaiting({ asSystem: db.asSystem, log: silent, notify: false, announce: () => undefined });
});
afterAll(() => db[Symbol.asyncDispose]());

interface Answer {
  readonly items: readonly { sequence: number }[];
  readonly page: { readonly next_cursor: string | null; readonly total?: number };
}
async function list(input: object): Promise<Answer> {
  const { value } = await invoker.invoke({ name: 'log.list', operation: log.list, input, incoming: incoming() });
  expect(log.list.output.parse(value)).toEqual(value);
  return value as Answer; // parsed on the line before
}
const sequences = ({ items }: Answer) => items.map((item) => item.sequence);

test('the log is paged oldest first and leaves out what the caller may not see', async () => {
  const first = await list({ limit: 3, include_total: true });
  const second = await list({ limit: 3, cursor: first.page.next_cursor });

  expect(sequences(first)).toEqual([1, 2, 3]);
  expect(first.page.total).toBe(5);
  expect(sequences(second)).toEqual([4, 6]);
  expect(second.page.next_cursor).toBeNull();
});

test('a gap is filled by asking for what came after a sequence, by name if wanted', async () => {
  expect(sequences(await list({ after: 3 }))).toEqual([4, 6]);
  expect(sequences(await list({ after: 1, name_prefix: 'a.' }))).toEqual([3, 4, 6]);
});

test('newest first looks back from the end, page by page, down to the sequence asked for', async () => {
  const first = await list({ order: 'newest', limit: 2, include_total: true });
  const second = await list({ order: 'newest', limit: 2, cursor: first.page.next_cursor });
  const bounded = await list({ order: 'newest', after: 2, name_prefix: 'a.' });

  expect([sequences(first), first.page.total]).toEqual([[6, 4], 5]);
  expect(sequences(second)).toEqual([3, 2]);
  expect(sequences(bounded)).toEqual([6, 4, 3]);
});

test('a cursor of another list is refused', async () => {
  const { page } = await list({ limit: 1 });

  await expect(list({ limit: 1, after: 2, cursor: page.next_cursor })).rejects.toMatchObject({
    code: 'validation_failed',
  });
});

test('another workspace has an empty log', async () => {
  const own = caller;
  caller = callerOf(await insertWorkspace(db), 'owner');

  expect(await list({})).toEqual({ items: [], page: { next_cursor: null, limit: 50 } });
  caller = own;
});
