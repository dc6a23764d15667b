import { ApiError } from '@marquee/api/errors';
import { contacts } from '@marquee/api/messaging/contacts.contract';
import pino from 'pino';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { run, select } from '../../database/sql.ts';
import { invokerOf } from '../../kernel/invoke.ts';
import type { Invoker } from '../../kernel/invoker.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from '../../kernel/limits/limits.ts';
import { keyedHash } from '../../lib/crypto/keyed-hash.ts';
import { newId } from '../../lib/ids.ts';
import { callerOf, incoming, unwatched } from '../../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { recordConsent, standingConsent } from './consents.store.ts';
import { contactsService } from './contacts.service.ts';
import { suppressionSourcesOf } from '../suppressions/suppressions.store.ts';

let db: TestDatabase;
let invoker: Invoker;
let workspaceId: string;
let other: string;
let actingFor: string;
const hashPhone = keyedHash(Buffer.alloc(32, 1));
const evidence = { source: 'signup form' };
const at = '2026-03-15T07:00:00.000Z';

beforeAll(async () => {
  db = await openTestDatabase();
  workspaceId = await insertWorkspace(db);
  other = await insertWorkspace(db);
  actingFor = workspaceId;
  invoker = invokerOf({
    database: db.database,
    services: { messaging: { contacts: contactsService({ hashPhone }) } },
    authenticate: async () => callerOf(actingFor, 'operator'),
    watchCaller: unwatched,
    limits: limitsOver(bucketsInMemory(), defaultPolicies, () => new Date(0)),
    now: () => new Date(at),
    newId,
    log: pino({ level: 'silent' }),
    wake: () => undefined,
  });
});
afterAll(() => db[Symbol.asyncDispose]());

type Contacts = typeof contacts;
let calls = 0;
async function call<Name extends keyof Contacts>(
  name: Name,
  input: z.input<Contacts[Name]['input']>,
): Promise<z.output<Contacts[Name]['output']>> {
  const { value } = await invoker.invoke({
    name: `messaging.contacts.${name}`,
    operation: contacts[name],
    input,
    incoming: incoming({ idempotencyKey: `k${(calls += 1)}` }),
  });
  return contacts[name].output.parse(value) as z.output<Contacts[Name]['output']>; // parsed by the schema named
}
const refusal = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.catch((failure: unknown) => failure);
  return error instanceof ApiError ? error.code : error;
};
const stopByKeyword = (phone: string, contactId: string) =>
  db.asWorkspace(workspaceId, (tx) =>
    recordConsent(tx, {
      id: newId(),
      workspaceId,
      contactId,
      phoneHmac: hashPhone(phone),
      state: 'STOP',
      source: 'keyword',
      evidence: {},
      at,
    }),
  );

test('a new contact is answered as stored, with its consent attested by the caller and flagged', async () => {
  const made = await call('create', {
    phone_e164: '+14155550001',
    consent_state: 'OPT_IN',
    attributes: { name: 'Ann', age: 42, vip: true, none: null },
  });

  expect(made).toMatchObject({
    consent_state: 'OPT_IN',
    attributes: { name: 'Ann', age: 42, vip: true },
    time_zone: null,
    warnings: [],
  });
  const { items } = await call('consents', { phone_e164: '+14155550001' });
  expect(items).toMatchObject([{ state: 'OPT_IN', source: 'api', evidence: { flagged: true } }]);
});

test('a number that its country cannot have is accepted with a warning', async () => {
  expect((await call('create', { phone_e164: '+123' })).warnings).toHaveLength(1);
});

test('a second contact with the same number is a conflict', async () => {
  await call('create', { phone_e164: '+14155550002' });

  expect(await refusal(call('create', { phone_e164: '+14155550002', consent_state: 'OPT_IN' }))).toBe('conflict');
});

test('attributes merge and null removes one, in what is read and in what segments see', async () => {
  await call('create', { phone_e164: '+14155550003', attributes: { a: 'x', b: 'y' } });

  const saved = await call('update', {
    phone_e164: '+14155550003',
    attributes: { b: null, c: '2024-01-31' },
    time_zone: 'Europe/Berlin',
  });

  expect(saved).toMatchObject({ attributes: { a: 'x', c: '2024-01-31' }, time_zone: 'Europe/Berlin' });
  const rows = await db.asWorkspace(workspaceId, (tx) =>
    select(
      tx,
      sql`select name, text_value, instant_value from messaging_contact_attributes where contact_id = ${saved.id} order by name`,
    ),
  );
  expect(rows).toEqual([
    { name: 'a', text_value: 'x', instant_value: null },
    { name: 'c', text_value: '2024-01-31', instant_value: '2024-01-31T00:00:00.000Z' },
  ]);
});

test('a contact that asked to stop is opted in again only with new evidence', async () => {
  const { id } = await call('create', {
    phone_e164: '+14155550004',
    consent_state: 'OPT_IN',
    consent_evidence: evidence,
  });
  await stopByKeyword('+14155550004', id);

  expect(await refusal(call('update', { phone_e164: '+14155550004', consent_state: 'OPT_IN' }))).toBe(
    'consent_missing',
  );
  const weakened = await call('update', { phone_e164: '+14155550004', consent_state: 'OPT_OUT' });
  expect(weakened).toMatchObject({ consent_state: 'STOP', warnings: [expect.stringContaining('asked to stop')] });

  const lifted = await call('update', {
    phone_e164: '+14155550004',
    consent_state: 'OPT_IN',
    consent_evidence: { source: 'call centre' },
  });
  expect(lifted.consent_state).toBe('OPT_IN');
  expect(
    await db.asWorkspace(workspaceId, (tx) => suppressionSourcesOf(tx, workspaceId, hashPhone('+14155550004'))),
  ).toEqual([]);
});

test('deleting a contact that asked to stop keeps the stop, and START then still lifts only the keyword', async () => {
  const phone = '+14155550005';
  const { id } = await call('create', { phone_e164: phone, consent_state: 'OPT_IN' });
  await stopByKeyword(phone, id);
  await call('delete', { phone_e164: phone });

  expect(await refusal(call('get', { phone_e164: phone }))).toBe('not_found');
  expect(await refusal(call('create', { phone_e164: phone, consent_state: 'OPT_IN' }))).toBe('consent_missing');
  const back = await call('create', { phone_e164: phone });
  expect(back.consent_state).toBe('STOP');
  const standing = await db.asWorkspace(workspaceId, (tx) =>
    standingConsent(tx, { workspaceId, phoneHmac: hashPhone(phone), asked: 'OPT_IN' }),
  );
  expect(standing).toMatchObject({ state: 'STOP', source: 'keyword' });
});

test('a deleted contact comes back without evidence only when it is not opted in', async () => {
  const phone = '+14155550006';
  await call('create', { phone_e164: phone, consent_state: 'OPT_IN' });
  await call('delete', { phone_e164: phone });

  expect(await refusal(call('create', { phone_e164: phone, consent_state: 'OPT_IN' }))).toBe('consent_missing');
  expect(
    (await call('create', { phone_e164: phone, consent_state: 'OPT_IN', consent_evidence: evidence })).consent_state,
  ).toBe('OPT_IN');
  const { items } = await call('consents', { phone_e164: phone });
  expect(items.map(({ source }) => source)).toEqual(['api', 'deletion', 'api']);
});

test('the ledger can be neither changed nor shortened', async () => {
  const change = (statement: ReturnType<typeof sql>) => db.asWorkspace(workspaceId, (tx) => run(tx, statement));

  await expect(change(sql`update messaging_consents set state = 'OPT_IN'`)).rejects.toThrow('permission denied');
  await expect(change(sql`delete from messaging_consents`)).rejects.toThrow('permission denied');
  await expect(
    db.asSystem('test', (tx) => run(tx, sql`update messaging_consents set state = 'OPT_IN'`)),
  ).rejects.toThrow('append-only');
});

test('the list goes on after its cursor, narrowed and counted', async () => {
  for (const digit of [1, 2, 3]) await call('create', { phone_e164: `+4930123450${digit}`, consent_state: 'OPT_IN' });
  const filters = { phone_prefix: '+4930', consent_state: 'OPT_IN' as const };

  const first = await call('list', { ...filters, limit: 2, include_total: true });
  const second = await call('list', { ...filters, limit: 2, cursor: first.page.next_cursor ?? '' });

  expect([...first.items, ...second.items].map(({ phone_e164 }) => phone_e164)).toEqual([
    '+49301234503',
    '+49301234502',
    '+49301234501',
  ]);
  expect(first.page.total).toBe(3);
  expect(second.page.next_cursor).toBeNull();
  expect(await refusal(call('list', { limit: 2, cursor: first.page.next_cursor ?? '' }))).toBe('validation_failed');
});

test('another workspace sees none of it', async () => {
  await call('create', { phone_e164: '+14155550009' });
  actingFor = other;
  try {
    expect(await refusal(call('get', { phone_e164: '+14155550009' }))).toBe('not_found');
    expect(await refusal(call('update', { phone_e164: '+14155550009', attributes: { a: 1 } }))).toBe('not_found');
    expect(await refusal(call('delete', { phone_e164: '+14155550009' }))).toBe('not_found');
    expect(await refusal(call('consents', { phone_e164: '+14155550009' }))).toBe('not_found');
    expect((await call('list', {})).items).toEqual([]);
    expect((await call('create', { phone_e164: '+14155550009' })).consent_state).toBe('OPT_OUT');
  } finally {
    actingFor = workspaceId;
  }
});

test.each([
  [{ phone_e164: '4155550009' }],
  [{ phone_e164: '+14155550010', attributes: { created_at: 'x' } }],
  [{ phone_e164: '+14155550010', attributes: { a: 'x'.repeat(501) } }],
  [{ phone_e164: '+14155550010', time_zone: 'Mars/Olympus' }],
])('the input %j is refused', async (input) => {
  expect(await refusal(call('create', input))).toBe('validation_failed');
});

test('a workspace that is deleted takes its contacts, their attributes and the ledger with it', async () => {
  const gone = await insertWorkspace(db);
  actingFor = gone;
  await call('create', { phone_e164: '+14155550011', consent_state: 'OPT_IN', attributes: { a: 1 } });
  actingFor = workspaceId;

  await db.asSystem('test', (tx) => run(tx, sql`delete from workspaces where id = ${gone}`));

  for (const table of ['messaging_contacts', 'messaging_contact_attributes', 'messaging_consents']) {
    const rows = await db.asSystem('test', (tx) =>
      select(tx, sql`select 1 from ${sql.identifier(table)} where workspace_id = ${gone}`),
    );
    expect([table, rows]).toEqual([table, []]);
  }
});
