import { ApiError } from '@marquee/api/errors';
import { contract } from '@marquee/api';
import type { Operation } from '@marquee/api/operation';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { sql } from 'drizzle-orm';
import { select } from '../../database/sql.ts';
import { invokerOf } from '../../kernel/invoke.ts';
import type { Invoker } from '../../kernel/invoker.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from '../../kernel/limits/limits.ts';
import { keyedHash } from '../../lib/crypto/keyed-hash.ts';
import { sealer } from '../../lib/crypto/sealed.ts';
import { newId } from '../../lib/ids.ts';
import { callerOf, incoming, unwatched } from '../../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { contactsService } from '../contacts/contacts.service.ts';
import { segmentsService } from '../segments/segments.service.ts';
import { sendersService } from '../senders/senders.service.ts';
import { senderByPhone, senderSealContext } from '../senders/senders.store.ts';
import { templatesService } from './templates.service.ts';

let db: TestDatabase;
let invoker: Invoker;
let workspaceId: string;
let other: string;
let actingFor: string;
let role: 'admin' | 'operator' = 'admin';
const seals = sealer(Buffer.alloc(32, 2));
const { contacts, segments, senders, templates } = contract.messaging;

beforeAll(async () => {
  db = await openTestDatabase();
  workspaceId = await insertWorkspace(db);
  other = await insertWorkspace(db);
  actingFor = workspaceId;
  invoker = invokerOf({
    database: db.database,
    services: {
      messaging: {
        contacts: contactsService({ hashPhone: keyedHash(Buffer.alloc(32, 1)) }),
        segments: segmentsService(),
        senders: sendersService({ sealer: seals, simulatorPermitted: true, publicUrl: 'https://marquee.example.com' }),
        templates: templatesService(),
      },
    },
    authenticate: async () => callerOf(actingFor, role),
    watchCaller: unwatched,
    limits: limitsOver(bucketsInMemory(), defaultPolicies, () => new Date(0)),
    now: () => new Date('2026-03-15T07:00:00Z'),
    newId,
    log: pino({ level: 'silent' }),
    wake: () => undefined,
  });
});
afterAll(() => db[Symbol.asyncDispose]());

let calls = 0;
async function call<Op extends Operation>(
  name: string,
  operation: Op,
  input: z.input<Op['input']>,
): Promise<z.output<Op['output']>> {
  const { value } = await invoker.invoke({
    name: `messaging.${name}`,
    operation,
    input,
    incoming: incoming({ idempotencyKey: `k${(calls += 1)}` }),
  });
  return operation.output.parse(value) as z.output<Op['output']>; // parsed by the schema named
}
const refusal = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.catch((failure: unknown) => failure);
  return error instanceof ApiError
    ? [error.code, ...(error.errors ?? []).map(({ pointer }) => pointer)].join(' ')
    : error;
};
const template = (name: string, content: string, variables?: string[]) =>
  call('templates.create', templates.create, { name, content, ...(variables === undefined ? {} : { variables }) });

test('a template says its variables, alphabet, parts and worst case', async () => {
  const made = await template('Welcome', 'Hi {name}! Welcome to {company}.', ['company', 'name']);

  expect(made).toMatchObject({
    ...{ variables: ['name', 'company'], encoding: 'GSM-7', parts: 1, character_count: 32, is_active: true },
    worst_case: { encoding: 'UCS-2', parts: 2, character_count: 97 },
  });
  expect(await call('templates.get', templates.get, { template_id: made.id })).toEqual(made);
});

test('variables that are not those of the content are refused, each named', async () => {
  expect(await refusal(template('Wrong', 'Hi {name}', ['nam']))).toBe('validation_failed /variables /variables');
});

test('a preview fills a contact’s attributes, given values win, and the text is counted as filled', async () => {
  const { id } = await template('Offer', 'Hi {name}, {offer}!');
  const contact = await call('contacts.create', contacts.create, {
    phone_e164: '+14155550001',
    attributes: { name: 'Zoë ж' },
  });
  const preview = (input: object) => call('templates.preview', templates.preview, { template_id: id, ...input });

  expect(await preview({ contact_id: contact.id })).toEqual({
    text: 'Hi Zoë ж, {offer}!',
    encoding: 'UCS-2',
    parts: 1,
    character_count: 18,
    missing_variables: ['offer'],
  });
  expect(await preview({ phone_e164: '+14155550001', values: { name: 'Ann', offer: 5 } })).toMatchObject({
    text: 'Hi Ann, 5!',
    encoding: 'GSM-7',
    missing_variables: [],
  });
  expect(await refusal(preview({ contact_id: newId() }))).toBe('not_found');
});

test('a template changes, keeps its name to itself, and goes', async () => {
  const { id } = await template('Old name', 'Hi {name}');
  await template('Taken', 'x');

  expect(await refusal(template('Taken', 'y'))).toBe('conflict');
  expect(await refusal(call('templates.update', templates.update, { template_id: id, name: 'Taken' }))).toBe(
    'conflict',
  );
  expect(await call('templates.update', templates.update, { template_id: id, content: 'Bye {first}' })).toMatchObject({
    name: 'Old name',
    variables: ['first'],
  });
  await call('templates.delete', templates.delete, { template_id: id });
  expect(await refusal(call('templates.get', templates.get, { template_id: id }))).toBe('not_found');
});

test('lists are narrowed to names that contain a text in any case, signs and all, and page within it', async () => {
  for (const name of ['Spring 50% off', 'SPRING 50x off', 'Autumn']) await template(name, 'x');
  const filter_criteria = { attribute: 'tier', operator: 'equals', value: 'gold' } as const;
  await call('segments.create', segments.create, { name: 'Spring buyers', filter_criteria });
  const found = async (input: object) => {
    const { items, page } = await call('templates.list', templates.list, { include_total: true, ...input });
    return { names: items.map(({ name }) => name), page };
  };

  const both = await found({ name_contains: 'sprING 50', limit: 1 });
  const rest = await found({ name_contains: 'sprING 50', limit: 1, cursor: both.page.next_cursor });
  const percent = await found({ name_contains: '50%' });
  const inSegments = await call('segments.list', segments.list, { name_contains: 'BUYER' });

  expect([both.names, rest.names, both.page.total]).toEqual([['SPRING 50x off'], ['Spring 50% off'], 2]);
  expect(percent.names).toEqual(['Spring 50% off']);
  expect(inSegments.items.map(({ name }) => name)).toEqual(['Spring buyers']);
  expect((await call('segments.list', segments.list, { name_contains: 'Autumn' })).items).toEqual([]);
  expect(await refusal(call('templates.list', templates.list, { name_contains: ' ' }))).toBe(
    'validation_failed /name_contains',
  );
});

test('a segment is counted when saved, evaluated on demand, and refused where it cannot be', async () => {
  await call('contacts.create', contacts.create, {
    phone_e164: '+14155550002',
    consent_state: 'OPT_IN',
    attributes: { tier: 'gold' },
  });
  const filter = { attribute: 'tier', operator: 'equals' as const, value: 'gold' };

  const segment = await call('segments.create', segments.create, {
    name: 'Gold',
    filter_criteria: { operator: 'AND', conditions: [filter] },
  });
  expect(segment).toMatchObject({ estimated_audience_size: 1, description: null });
  expect(await call('segments.evaluate', segments.evaluate, { segment_id: segment.id })).toEqual({
    ...{
      segment_id: segment.id,
      matching_users: 1,
      opted_in: 1,
      sample_users: ['+14155550002'],
      evaluation_time_ms: 0,
    },
  });
  const bad = {
    operator: 'AND' as const,
    conditions: [{ attribute: 'age', operator: 'greater_than' as const, value: 'old' }],
  };
  expect(await refusal(call('segments.create', segments.create, { name: 'Bad', filter_criteria: bad }))).toBe(
    'validation_failed /filter_criteria/conditions/0/value',
  );
  expect(await refusal(call('segments.create', segments.create, { name: 'Gold', filter_criteria: filter }))).toBe(
    'conflict',
  );
});

const account = { account_sid: `AC${'0'.repeat(32)}`, base_url: 'http://127.0.0.1:9', simulated: true };

test('a sender is kept with its secret sealed, never shown, and kept when left out', async () => {
  const shown = await call('senders.put', senders.put, {
    sender_id: 'main',
    phone_e164: '+15005550006',
    auth_token: 'hush-hush',
    ...account,
  });
  await call('senders.put', senders.put, {
    sender_id: 'main',
    phone_e164: '+15005550006',
    rate_per_second: 20,
    ...account,
  });

  expect(JSON.stringify([shown, await call('senders.list', senders.list, {})])).not.toMatch(/hush|token/);
  const stored = await db.asSystem('test', (tx) => senderByPhone(tx, '+15005550006'));
  expect(stored).toMatchObject({ workspace_id: workspaceId, rate_per_second: 20 });
  expect(seals.open(stored?.auth_token_sealed ?? '', senderSealContext({ workspaceId, senderId: 'main' }))).toBe(
    'hush-hush',
  );
});

test('a number belongs to one sender of one workspace', async () => {
  await call('senders.put', senders.put, { sender_id: 'a', phone_e164: '+15005550007', auth_token: 'x', ...account });
  actingFor = other;
  try {
    expect(
      await refusal(
        call('senders.put', senders.put, { sender_id: 'b', phone_e164: '+15005550007', auth_token: 'x', ...account }),
      ),
    ).toBe('conflict');
    expect((await call('senders.list', senders.list, {})).items).toEqual([]);
  } finally {
    actingFor = workspaceId;
  }
  expect(
    await db.asSystem('test', (tx) =>
      select(tx, sql`select sender_id from messaging_senders where phone_e164 = '+15005550007'`),
    ),
  ).toEqual([{ sender_id: 'a' }]);
});

test('a sender needs a token, a safe address and an admin', async () => {
  const put = (changes: object) =>
    refusal(
      call('senders.put', senders.put, {
        sender_id: 'c',
        phone_e164: '+15005550008',
        auth_token: 'x',
        ...account,
        ...changes,
      }),
    );

  expect(await put({ auth_token: undefined })).toBe('validation_failed /auth_token');
  expect(await put({ base_url: 'http://169.254.169.254/latest' })).toBe('validation_failed /base_url');
  expect(await put({ base_url: 'http://example.com', simulated: false })).toBe('validation_failed /base_url');
  role = 'operator';
  expect(await put({})).toBe('forbidden');
  role = 'admin';
});
