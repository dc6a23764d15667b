import { ApiError } from '@marquee/api/errors';
import { event, operation } from '@marquee/api/operation';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { run, select } from '../database/sql.ts';
import { newId } from '../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { callerOf, incoming, unwatched } from '../testing/calls.ts';
import { insertWorkspace } from '../testing/workspaces.ts';
import type { Caller, Implements } from './context.ts';
import { invokerOf } from './invoke.ts';
import type { Invoker } from './invoker.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from './limits/limits.ts';

const made = event({
  name: 'things.made',
  scope: 'messaging:read',
  summary: 'Made',
  data: z.object({ id: z.string() }),
});
const things = {
  make: operation({
    kind: 'mutation',
    rest: 'POST /things',
    summary: 'Make',
    scope: 'messaging:write',
    limit: 'default',
    tx: 'write',
    idempotent: 'key',
    errors: ['conflict'],
    input: z.object({ name: z.string().min(1) }),
    output: z.object({ id: z.string(), name: z.string() }),
  }),
  read: operation({
    kind: 'query',
    rest: 'GET /things',
    summary: 'Read',
    scope: 'messaging:read',
    limit: 'sign_in',
    tx: 'read',
    input: z.object({}),
    output: z.object({ jobs: z.int() }),
  }),
};
const service: Implements<typeof things> = {
  async make({ name }, ctx) {
    const id = ctx.newId();
    await ctx.job({ kind: 'thing', recordId: id, workflowId: `thing:${id}` });
    await ctx.emit(made, { id });
    await ctx.start({ workflow: 'thing', workflowId: `thing:${id}`, args: [id] });
    ctx.audit({ thing_id: id });
    if (name === 'overtaken')
      await run(ctx.db, sql`update idempotency_keys set lease_until = lease_until + interval '1 minute'`);
    if (name === 'taken') return ctx.fail('conflict', 'There is a thing of that name.');
    return { id, name };
  },
  async read(_input, ctx) {
    const rows = await select<{ n: number }>(ctx.db, sql`select count(*)::int as n from jobs`);
    return { jobs: rows[0]?.n ?? 0 };
  },
};

let db: TestDatabase;
let invoker: Invoker;
let caller: Caller;
let workspaceId: string;
const woken: object[] = [];

beforeAll(async () => {
  db = await openTestDatabase();
  workspaceId = await insertWorkspace(db);
  caller = callerOf(workspaceId, 'operator');
  invoker = invokerOf({
    database: db.database,
    services: { things: service },
    authenticate: async () => caller,
    watchCaller: unwatched,
    limits: limitsOver(bucketsInMemory(), defaultPolicies, () => new Date(0)),
    now: () => new Date('2026-03-15T07:00:00Z'),
    newId,
    log: pino({ level: 'silent' }),
    wake: (promised) => void woken.push(promised),
  });
});
afterAll(() => db[Symbol.asyncDispose]());

const make = (input: unknown, key: string | null = null) =>
  invoker.invoke({ name: 'things.make', operation: things.make, input, incoming: incoming({ idempotencyKey: key }) });
const refusal = async (call: Promise<unknown>) => {
  const error: unknown = await call.catch((failure: unknown) => failure);
  return error instanceof ApiError ? error.code : error;
};
const count = async (table: string) =>
  (
    await db.asWorkspace(workspaceId, (tx) =>
      select<{ n: number }>(tx, sql`select count(*)::int as n from ${sql.identifier(table)}`),
    )
  )[0]?.n;

test('a mutation commits its job, event, command and audit line together and wakes the outbox', async () => {
  const { value } = await make({ name: 'first' });

  expect(value).toMatchObject({ name: 'first' });
  expect(woken).toEqual([{ events: true, commands: true }]);
  for (const table of ['jobs', 'outbox_events', 'outbox_commands', 'audit_entries']) expect(await count(table)).toBe(1);
});

test('a refused mutation leaves nothing behind', async () => {
  const before = await count('jobs');

  expect(await refusal(make({ name: 'taken' }))).toBe('conflict');
  expect(await count('jobs')).toBe(before);
});

test('the same key and input replay the stored answer and do nothing again', async () => {
  const first = await make({ name: 'once' }, 'k-1');
  const before = await count('jobs');
  const second = await make({ name: 'once' }, 'k-1');

  expect(second).toMatchObject({ value: first.value, replayed: true });
  expect(await count('jobs')).toBe(before);
});

test('the same key with another input is refused', async () => {
  await make({ name: 'once' }, 'k-2');

  expect(await refusal(make({ name: 'other' }, 'k-2'))).toBe('idempotency_mismatch');
});

test('a refusal frees its key, so that the repaired request goes through', async () => {
  expect(await refusal(make({ name: 'taken' }, 'k-3'))).toBe('conflict');

  expect(await make({ name: 'free' }, 'k-3')).toMatchObject({ replayed: false });
});

test('concurrent calls with one key carry the work out once', async () => {
  const before = (await count('jobs')) ?? 0;
  const calls = await Promise.allSettled([1, 2, 3, 4].map(() => make({ name: 'race' }, 'k-4')));

  const refused = calls.filter((each) => each.status === 'rejected').map((each) => (each.reason as ApiError).code);
  expect(new Set(refused).difference(new Set(['idempotency_in_progress']))).toEqual(new Set());
  expect(await count('jobs')).toBe(before + 1);
});

test('a call whose key was taken over when its lease ran out is undone', async () => {
  const before = await count('jobs');

  expect(await refusal(make({ name: 'overtaken' }, 'k-5'))).toBe('idempotency_in_progress');

  expect(await count('jobs')).toBe(before);
});

test('wrong input names each field by its pointer', async () => {
  const error: unknown = await make({ name: '', extra: 1 }).catch((failure: unknown) => failure);

  expect(error).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '/name' }] });
});

test('a NUL character is refused by name instead of failing in the database', async () => {
  await expect(make({ name: 'a\u0000b' })).rejects.toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer: '/name' }],
  });
});

test('a caller without the scope is refused before the input is read', async () => {
  caller = callerOf(workspaceId, 'viewer');
  expect(await refusal(make({}))).toBe('forbidden');
  caller = {
    kind: 'anonymous',
    workspaceId: null,
    userId: null,
    apiKeyId: null,
    sessionId: null,
    role: null,
    scopes: [],
    endsAt: Number.POSITIVE_INFINITY,
  };
  expect(await refusal(make({}))).toBe('unauthenticated');
  caller = callerOf(workspaceId, 'operator');
});

test('the limit refuses with the seconds to wait', async () => {
  const read = () => invoker.invoke({ name: 'things.read', operation: things.read, input: {}, incoming: incoming() });
  for (let n = 60; n > 0; n -= 1) expect((await read()).limit).toMatchObject({ remaining: n - 1, quota: 60 });

  await expect(read()).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
});
