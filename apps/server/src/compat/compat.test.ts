import { contract as everything } from '@marquee/api';
import { auth } from '@marquee/api/auth/auth.contract';
import { ApiError } from '@marquee/api/errors';
import { twilio } from '@marquee/api/hooks/twilio.contract';
import { whatsapp } from '@marquee/api/hooks/whatsapp.contract';
import { campaigns } from '@marquee/api/messaging/campaigns.contract';
import { contactImports } from '@marquee/api/messaging/contact-imports.contract';
import { contacts } from '@marquee/api/messaging/contacts.contract';
import { inbound } from '@marquee/api/messaging/inbound.contract';
import { messages } from '@marquee/api/messaging/messages.contract';
import { monitoring } from '@marquee/api/messaging/monitoring.contract';
import { segments } from '@marquee/api/messaging/segments.contract';
import { templates } from '@marquee/api/messaging/templates.contract';
import { whatsappMessages } from '@marquee/api/messaging/whatsapp-messages.contract';
import { whatsappTemplates } from '@marquee/api/messaging/whatsapp-templates.contract';
import { batches } from '@marquee/api/metrics/batches.contract';
import { cache } from '@marquee/api/metrics/cache.contract';
import { dashboards } from '@marquee/api/metrics/dashboards.contract';
import { performance } from '@marquee/api/metrics/performance.contract';
import { series } from '@marquee/api/metrics/series.contract';
import { operationsOf } from '@marquee/api/operation';
import { system } from '@marquee/api/system/system.contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, fakeInvoker } from '../testing/doors/doors.ts';
import type { EntriesOf } from './dialect.ts';
import { ads } from './dialects/ads.ts';
import { dialects } from './dialects/dialects.ts';
import { messaging } from './dialects/messaging.ts';
import { metrics } from './dialects/metrics.ts';
import { dialectOpenApi } from './openapi/compat-openapi.ts';

const contract = {
  auth,
  system,
  hooks: { twilio, whatsapp },
  messaging: {
    ...{ contacts, contactImports, campaigns, templates, segments, messages, inbound, monitoring },
    ...{ whatsappMessages, whatsappTemplates },
  },
  metrics: { batches, cache, dashboards, performance, series },
};
const at = '2026-03-15T09:00:00.000Z';
const uuid = '0198a7e2-0000-7000-8000-000000000000';

// Compile-time proof that the entries are those of the contract, route by route.
void (messaging.entries satisfies EntriesOf<typeof contract, 'messaging'>);
void (metrics.entries satisfies EntriesOf<typeof contract, 'metrics'>);
void (ads.entries satisfies EntriesOf<typeof contract, 'ads'>);
// @ts-expect-error a missing route does not compile
void ({} satisfies EntriesOf<typeof contract, 'metrics'>);
// @ts-expect-error nor does a wrong operation
void ({ ...metrics.entries, 'POST /auth/token': { operation: 'auth.me' } } satisfies EntriesOf<
  typeof contract,
  'metrics'
>);

const contactOf = (index: number) => ({
  id: uuid,
  number: index + 1,
  phone_e164: `+1415555${String(index).padStart(4, '0')}`,
  consent_state: 'OPT_IN',
  consent_updated_at: at,
  attributes: { city: 'Austin' },
  time_zone: null,
  created_at: at,
  updated_at: at,
  last_message_received: null,
  secret_column: 'leak',
});

const importOf = (status: string) => ({
  id: uuid,
  job_id: null,
  status,
  format: 'csv',
  file_name: null,
  bytes: 1,
  sha256: 'x',
  mapping: {},
  default_consent_state: null,
  processed: 2,
  created: 1,
  updated: 1,
  errors: 0,
  suppressed: 0,
  validation_errors: [],
  error: null,
  created_at: at,
  started_at: null,
  completed_at: null,
});

let importLooks = 0;
const tokens = { access_token: 'a', refresh_token: 'r', token_type: 'bearer', expires_in: 1800, workspace_id: 'w' };
const invoker = fakeInvoker(
  {
    'auth.login': () => tokens,
    'auth.refresh': () => tokens,
    'auth.register': () => {
      throw new ApiError('validation_failed', 'email: taken', {
        errors: [{ pointer: '/email', code: 'x', detail: 'is taken' }],
      });
    },
    'auth.forgotPassword': () => ({ message: 'sent' }),
    'messaging.contacts.list': ({ limit, cursor }: { limit: number; cursor?: string }) => {
      const start = Number(cursor ?? 0);
      const items = Array.from({ length: Math.min(limit, 1200 - start) }, (_, index) => contactOf(start + index));
      const next = start + items.length;
      return { items, page: { next_cursor: next < 1200 ? String(next) : null, limit, total: 1200 } };
    },
    'messaging.contacts.get': ({ phone_e164 }: { phone_e164: string }) => {
      if (phone_e164 === '+14155559999') throw new ApiError('not_found', 'No contact has this number');
      return { ...contactOf(1), phone_e164 };
    },
    'messaging.contacts.delete': ({ phone_e164 }: { phone_e164: string }) => ({ id: uuid, phone_e164 }),
    'messaging.campaigns.trigger': () => ({
      campaign_id: uuid,
      run: 1,
      status: 'running',
      job_id: uuid,
      estimated_recipients: 5,
      execution_started: true,
    }),
    'messaging.campaigns.list': () => ({ items: [], page: { next_cursor: null, limit: 20, total: 0 } }),
    'messaging.inbound.list': () => ({
      items: [],
      page: { next_cursor: null, limit: 100 },
      summary: { total: 3, unique_senders: 2, average_per_hour: 0.1, stop_commands: 1 },
    }),
    'messaging.messages.list': () => ({
      items: [],
      page: { next_cursor: null, limit: 100 },
      summary: { total_messages: 0, delivered: 0, failed: 0, pending: 0, delivery_rate: null },
    }),
    'messaging.contactImports.get': () => importOf((importLooks += 1) < 2 ? 'running' : 'completed'),
  },
  {
    'messaging.contactImports.create': () => ({
      status: 202,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(importOf('queued')),
    }),
    'hooks.twilio.status': () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"status":"received"}',
    }),
  },
);

let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp({ contract, invoker, dialects: [ads, messaging, metrics] });
});
afterAll(async () => app.close());

const users = '/compat/messaging/api/v1/users';

test('signing in answers the ads document’s bare tokens, from a form', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/compat/ads/api/v1/auth/login',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'username=user%40example.com&password=secretpassword',
  });

  expect(answer.json()).toEqual({ access_token: 'a', refresh_token: 'r', token_type: 'bearer', expires_in: 1800 });
  expect(answer.headers['x-rate-limit-remaining']).toBeDefined();
  expect(answer.headers['x-rate-limit-reset']).toBe('1773565230');
});

test('the metrics document’s routes stand under its /v1', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/compat/metrics/v1/auth/token',
    payload: { username: 'a', password: 'b' },
  });

  expect(answer.json().token_type).toBe('bearer');
});

test('an answer without data stands in the ads envelope', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/compat/ads/api/v1/auth/forgot-password',
    payload: { email: 'a@example.com' },
  });

  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ success: true, data: null, message: expect.any(String) });
});

test('each document tells a failure its own way', async () => {
  const ofAds = await app.inject({
    method: 'POST',
    url: '/compat/ads/api/v1/auth/register',
    payload: { email: 'a@example.com', password: 'securepassword123', full_name: 'J', tenant_name: 'A' },
  });
  const ofMetrics = await app.inject({ method: 'POST', url: '/compat/metrics/v1/auth/token', payload: {} });
  const ofMessaging = await app.inject(`${users}/+14155559999`);

  expect(ofAds.json()).toEqual({
    success: false,
    error: 'validation_error',
    message: 'email: taken',
    details: [{ field: 'email', message: 'is taken' }],
  });
  expect(ofMetrics.json()).toMatchObject({
    success: false,
    data: null,
    metadata: null,
    error_code: 'VALIDATION_ERROR',
    timestamp: at,
  });
  expect(ofMessaging.json()).toMatchObject({
    error: 'not_found',
    message: 'No contact has this number',
    timestamp: at,
    request_id: expect.any(String),
  });
});

test('broken JSON, unknown routes and wrong methods are told the document’s way, too', async () => {
  const broken = await app.inject({
    method: 'POST',
    url: users,
    headers: { 'content-type': 'application/json' },
    payload: '{',
  });
  const unknown = await app.inject('/compat/messaging/api/v1/nothing');
  const method = await app.inject({ method: 'PATCH', url: users });

  expect(broken.json()).toMatchObject({ error: 'validation_error' });
  expect(unknown.json()).toMatchObject({ error: 'not_found' });
  expect(method.statusCode).toBe(405);
  expect(method.json()).toMatchObject({ error: 'method_not_allowed' });
});

test('a page of a document is read through cursors, counted once', async () => {
  const before = invoker.seen.length;
  const answer = await app.inject(`${users}?page=11&per_page=100&consent_state=OPT_IN`);
  const calls = invoker.seen.slice(before);

  expect(answer.json()).toMatchObject({ total: 1200, page: 11, per_page: 100, pages: 12 });
  expect(answer.json().users).toHaveLength(100);
  expect(answer.json().users[0]).toEqual({
    phone_e164: '+14155551000',
    created_at: at,
    consent_state: 'OPT_IN',
    consent_updated_at: at,
    attributes: { city: 'Austin' },
    last_message_received: null,
  });
  expect(calls).toHaveLength(3);
  expect(calls.map(({ incoming }) => incoming.limitOverride?.length)).toEqual([1, 0, 0]);
});

test('a page beyond the cap, or not a number, is refused by its own name', async () => {
  expect((await app.inject(`${users}?page=101&per_page=100`)).json().details.field).toBe('page');
  expect((await app.inject(`${users}?per_page=101`)).json().details.field).toBe('per_page');
});

test('a deleted user is told with the document’s status and message', async () => {
  const answer = await app.inject({ method: 'DELETE', url: `${users}/%2B14155551234` });

  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ phone_e164: '+14155551234', message: 'User deleted successfully' });
});

test('a bulk upload waits for its import to end', async () => {
  importLooks = 0;
  const answer = await app.inject({
    method: 'POST',
    url: `${users}/bulk/upload`,
    headers: { 'content-type': 'text/csv' },
    payload: 'x',
  });

  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    upload_id: uuid,
    message: 'Bulk upload completed',
    processed: 2,
    created: 1,
    updated: 1,
    errors: 0,
    validation_errors: [],
  });
});

test('filters arrive in our words', async () => {
  await app.inject('/compat/messaging/api/v1/campaigns?status=RUNNING');
  expect(invoker.seen.at(-1)?.input).toMatchObject({ status: 'running' });

  await app.inject(
    '/compat/messaging/api/v1/reporting/messages/status?start_date=2024-01-01&end_date=2024-01-31&status=DELIVERED',
  );
  expect(invoker.seen.at(-1)?.input).toMatchObject({
    status: 'delivered',
    start_date: '2024-01-01T00:00:00Z',
    end_date: '2024-02-01T00:00:00.000Z',
  });
});

test('what stands beside a list is renamed as the document has it', async () => {
  const answer = await app.inject('/compat/messaging/api/v1/monitoring/inbound?hours=24&limit=10');

  expect(answer.json()).toEqual({
    inbound_events: [],
    summary: { total_inbound_24h: 3, unique_senders: 2, average_per_hour: 0.1, stop_commands: 1 },
  });
});

test('webhooks pass unchanged and uncounted', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/compat/messaging/webhooks/status',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'MessageSid=SM1',
  });

  expect(answer.json()).toEqual({ status: 'received' });
  expect(invoker.seen.at(-1)?.incoming.limitOverride).toEqual([]);
});

test('the OpenAPI document of a dialect has its own paths, names and envelope', async () => {
  const document = (await app.inject('/compat/messaging/openapi.json')).json();
  const list = document.paths['/api/v1/users'].get;
  const schema = list.responses['200'].content['application/json'].schema;

  expect(Object.keys(schema.properties)).toEqual(['users', 'total', 'page', 'per_page', 'pages']);
  expect(Object.keys(schema.properties.users.items.properties)).not.toContain('time_zone');
  expect(list.parameters.map(({ name }: { name: string }) => name)).toEqual([
    'consent_state',
    'phone_prefix',
    'search',
    'page',
    'per_page',
  ]);
  expect((await app.inject('/compat/messaging/docs')).body).toContain('/compat/messaging/openapi.json');
  expect((await app.inject('/compat/metrics/redoc')).statusCode).toBe(200);
});

test('every dialect fits the whole contract', async () => {
  const whole = new Map(operationsOf(everything));

  for (const dialect of dialects) {
    const declared = operationsOf(everything).flatMap(([name, { documented = [] }]) =>
      documented.flatMap((route) =>
        route.startsWith(`${dialect.document} `) && !/^system\.(openapi|docs|redoc)$/.test(name)
          ? [route.slice(dialect.document.length + 1)]
          : [],
      ),
    );
    expect(Object.keys(dialect.entries).toSorted()).toEqual(declared.toSorted());
    expect(Object.keys(dialectOpenApi(dialect, whole).paths).length).toBeGreaterThanOrEqual(
      declared.length === 0 ? 0 : 1,
    );
  }
});
