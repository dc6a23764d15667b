import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contract } from '@marquee/api';
import { operationsOf } from '@marquee/api/operation';
import { freePort } from '@marquee/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCarrier, type Carrier } from '../harness/carrier.ts';
import { settledReport, signUp, type Customer } from '../harness/customer.ts';
import { expectShape, readDocument, type Allowances } from '../harness/document.ts';
import { hasEngine } from '../harness/engine.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

const document = await readDocument(new URL('documents/messaging.md', import.meta.url));
const isMissing = !(await hasEngine());
const senderPhone = '+15551234567';
const stack = new AsyncDisposableStack();

let base: string;
let carrier: Carrier;
let customer: Customer;
let campaignId: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  if (isMissing) return;
  const folder = await mkdtemp(join(tmpdir(), 'marquee-document-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
  const server = startServerProcess({ verb: 'start', port, dataDir: join(folder, 'data'), env: { MARQUEE_DEMO: '0' } });
  stack.defer(async () => void (await server.end('SIGTERM')));
  await untilHealthy(server, port);
  base = `${urlOf(port)}/compat/messaging`;
  customer = await signUp(urlOf(port));
  await customer.api.messaging.senders.put('main', {
    ...{ phone_e164: senderPhone, account_sid: carrier.accountSid, auth_token: carrier.authToken },
    ...{ base_url: carrier.url, rate_per_second: 100, burst: 100, simulated: true },
  });
}, 180_000);
afterAll(() => stack[Symbol.asyncDispose](), 60_000);

test.skipIf(isMissing)(
  'the document’s upload answers what it shows, for its own file',
  { timeout: 120_000 },
  async () => {
    // The document's two, and a third whose number a carrier does not know: reports then have an error to show.
    const csv = document.csv
      .trim()
      .split('\n')
      .map((line, n) => `${line},${n === 0 ? 'signup_date' : '2024-01-20'}`)
      .concat('+15005550001,Nobody,Nowhere,standard,OPT_IN,2024-02-01');
    const form = new FormData();
    form.append('evidence', 'They signed up in the shop');
    form.append('file', new Blob([csv.join('\n')], { type: 'text/csv' }), 'users.csv');

    const { status, body } = await send('POST', '/api/v1/users/bulk/upload', form);

    expect({ status, processed: body['processed'], created: body['created'] }).toEqual({
      ...{ status: 200, processed: 3, created: 3 },
    });
    expectShape(body, exampleOf('POST /api/v1/users/bulk/upload').response, { extra: ['upload_id'] });
  },
);

test.skipIf(isMissing)(
  'the document’s workflow runs as it stands, with our origin and key',
  { timeout: 180_000 },
  async () => {
    expect(document.commands.length).toBe(5);
    const placeholders = ['template-uuid', 'segment-uuid', 'campaign-uuid'];
    const statuses: string[] = [];
    const answers: Record<string, unknown>[] = [];
    for (const [n, command] of document.commands.entries()) {
      const { status, body } = await curl(command);
      statuses.push(status);
      answers.push(body);
      const placeholder = placeholders[n];
      if (placeholder !== undefined) ids[placeholder] = String(body['id']);
    }
    campaignId = ids['campaign-uuid'] ?? '';

    expect(statuses).toEqual(['201', '201', '201', '200', '200']);
    expectShape(answers[3], exampleOf('POST /api/v1/campaigns/{campaign_id}/trigger').response);
    expect(answers[3]).toMatchObject({ campaign_id: campaignId, estimated_recipients: 3, execution_started: true });
    const report = await settledReport(customer, campaignId);
    expect(report.performance_metrics).toMatchObject({ messages_sent: 3, messages_delivered: 2, messages_failed: 1 });
  },
);

const reads: readonly (readonly [route: string, allowed: Allowances])[] = [
  ['GET /api/v1/users', { open: ['users[].attributes'], nullable: ['users[].last_message_received'] }],
  [
    'GET /api/v1/campaigns',
    {
      extra: ['campaigns[].quiet_hours_start', 'campaigns[].quiet_hours_end'],
      nullable: nullsOf('campaigns[]', ['description', 'rate_limit_per_second']),
    },
  ],
  ['GET /api/v1/templates', {}],
  ['GET /api/v1/segments', { nullable: nullsOf('segments[]', ['description']), open: ['segments[].filter_criteria'] }],
  ['GET /api/v1/reporting/campaigns/{campaign_id}/summary', { open: ['status_breakdown', 'error_analysis'] }],
  [
    'GET /api/v1/reporting/messages/status',
    { nullable: nullsOf('messages[]', ['sent_at', 'delivered_at', 'delivery_time_seconds']) },
  ],
  ['GET /api/v1/monitoring/dashboard', { extra: ['recent_errors[].cause'] }],
  ['GET /api/v1/monitoring/inbound', {}],
];

test.skipIf(isMissing).each(reads)('%s answers as documented', async (route, allowed) => {
  if (route.endsWith('/inbound')) {
    await carrier.writes({ from: '+14155551234', to: senderPhone, body: 'Hello, I need help with my order' });
    await until(
      'it has arrived',
      () => customer.api.messaging.inbound.list(),
      ({ items }) => items.length > 0,
    );
  }
  const [method = '', path = ''] = route.split(' ');

  const { status, body } = await send(method, path.replace('{campaign_id}', campaignId));

  expect(status).toBe(exampleOf(route).status);
  expectShape(body, exampleOf(route).response, allowed);
});

test.skipIf(isMissing)(
  'messages are filtered by campaign, day and status as documented, and the summary with them',
  async () => {
    const today = new Date().toISOString().slice(0, 10);
    const path = `/api/v1/reporting/messages/status?campaign_id=${campaignId}&status=DELIVERED&start_date=${today}&end_date=${today}`;

    const { body } = await send('GET', path);

    expect(body).toMatchObject({
      summary: { total_messages: 2, delivered: 2, failed: 0, pending: 0, delivery_rate: 100 },
    });
  },
);

test.skipIf(isMissing)(
  'failed counts FAILED and UNDELIVERED on the dashboard, and what is in flight is no failure',
  async () => {
    const { body } = await send('GET', '/api/v1/monitoring/dashboard');

    expect(body).toMatchObject({
      system_health: { total_users: 3, opted_in_users: 3, opted_out_users: 0 },
      activity_24h: { messages_sent: 3, messages_delivered: 2 },
      recent_errors: [{ error_code: 21_211, message: "Invalid 'To' phone number", count: 1 }],
    });
  },
);

test.skipIf(isMissing)('segments are evaluated as documented', async () => {
  const { status, body } = await send('POST', `/api/v1/segments/${ids['segment-uuid']}/evaluate`);

  expect(status).toBe(200);
  expectShape(body, exampleOf('POST /api/v1/segments/{segment_id}/evaluate').response);
});

test.skipIf(isMissing)('users are created, read, changed and deleted by the document’s examples', async () => {
  const phone = '+14155550199';
  const create = exampleOf('POST /api/v1/users');
  const made = await send('POST', '/api/v1/users', { ...record(create.request), phone_e164: phone });
  const read = await send('GET', `/api/v1/users/${encodeURIComponent(phone)}`);
  const literal = await send('GET', `/api/v1/users/${phone}`);
  const changed = await send(
    'PUT',
    `/api/v1/users/${phone}`,
    record(exampleOf('PUT /api/v1/users/{phone_e164}').request),
  );
  const deleted = await send('DELETE', `/api/v1/users/${phone}`);
  const gone = await send('GET', `/api/v1/users/${phone}`);

  expect([made, read, literal, changed, deleted, gone].map(({ status }) => status)).toEqual([
    201, 200, 200, 200, 200, 404,
  ]);
  expectShape(made.body, create.response);
  expect(read.body).toEqual(literal.body);
  expect(changed.body).toMatchObject({
    consent_state: 'OPT_OUT',
    attributes: { name: 'Jane Smith Updated', city: 'Austin', tier: 'enterprise' },
  });
  expectShape(deleted.body, exampleOf('DELETE /api/v1/users/{phone_e164}').response);
});

test.skipIf(isMissing)('templates, segments and campaigns are created from the document’s examples', async () => {
  const template = await send('POST', '/api/v1/templates', record(exampleOf('POST /api/v1/templates').request));
  const segment = await send('POST', '/api/v1/segments', record(exampleOf('POST /api/v1/segments').request));
  const campaign = await send('POST', '/api/v1/campaigns', {
    ...record(exampleOf('POST /api/v1/campaigns').request),
    ...{ template_id: template.body['id'], segment_id: segment.body['id'] },
  });

  expect([template, segment, campaign].map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(template.body).toMatchObject(record(exampleOf('POST /api/v1/templates').request));
  expect(segment.body).toMatchObject(record(exampleOf('POST /api/v1/segments').request));
  expect(campaign.body).toMatchObject({
    name: 'Spring Promotion',
    quiet_hours_start: '22:00',
    rate_limit_per_second: 3,
  });
});

test.skipIf(isMissing)('failures are told in the document’s words', async () => {
  const invalid = await send('POST', '/api/v1/users', { phone_e164: '1234567890', consent_state: 'OPT_IN' });
  const missing = await send('GET', '/api/v1/users/+14155550000');

  expect(invalid).toMatchObject({ status: 400, body: { error: 'validation_error', details: { field: 'phone_e164' } } });
  expect(missing).toMatchObject({ status: 404, body: { error: 'not_found' } });
  for (const { body } of [invalid, missing])
    expect(body).toMatchObject({
      message: expect.any(String),
      timestamp: expect.any(String),
      request_id: expect.any(String),
    });
});

test.skipIf(isMissing)(
  'webhooks answer the document’s forms when they are signed, and refuse forged ones',
  async () => {
    const inbound = {
      MessageSid: 'SM1234567890abcdef',
      From: 'whatsapp:+14155551234',
      To: `whatsapp:${senderPhone}`,
      Body: 'Hello, I need support',
      NumMedia: '0',
    };
    const status = {
      MessageSid: 'SM1234567890abcdef',
      MessageStatus: 'delivered',
      To: '+14155551234',
      From: senderPhone,
      ErrorCode: '',
    };

    const received = await hook('/webhooks/inbound', inbound, carrier.authToken);
    const reported = await hook('/webhooks/status', status, carrier.authToken);
    const forged = [
      await hook('/webhooks/inbound', inbound, 'another-token'),
      await hook('/webhooks/status', status, 'another-token'),
    ];

    expect(received.status).toBe(200);
    expect(received.text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\s*<Response\s*(\/>|><\/Response>)$/);
    expect(reported).toEqual({ status: 200, text: JSON.stringify({ status: 'received' }) });
    expect(forged.map((answer) => answer.status)).toEqual([403, 403]);
  },
);

test('every route of the document is served, and no other', () => {
  const served = operationsOf(contract).flatMap(([, { documented = [] }]) =>
    documented.flatMap((route) => (route.startsWith('messaging ') ? [route.slice('messaging '.length)] : [])),
  );

  expect(new Set(served)).toEqual(new Set(document.routes.map(({ route }) => route)));
});

function exampleOf(route: string) {
  const found = document.routes.find((each) => each.route === route);
  if (found === undefined) throw new Error(`the document has no ${route}`);
  return found;
}

async function send(method: string, path: string, body?: object) {
  const isForm = body instanceof FormData;
  const json = body === undefined || isForm ? {} : { 'content-type': 'application/json' };
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${customer.apiKey}`, ...json },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: record(await response.json()) };
}

/** Runs one of the document's commands in a shell, changed only where the document says `localhost`, has no key, or no id. */
async function curl(command: string) {
  const known = Object.entries(ids).reduce((text, [placeholder, id]) => text.replaceAll(placeholder, id), command);
  const script = known
    .replaceAll('http://localhost:5000', base)
    .replace(/^curl /, `curl -sS -w '\\n%{http_code}' -H "Authorization: Bearer $KEY" `);
  const env = { PATH: process.env['PATH'], KEY: customer.apiKey };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env });
  const [text = '', status = ''] = stdout.split(/\n(?=\d{3}$)/);
  return { status, body: record(JSON.parse(text)) };
}

async function hook(path: string, fields: Readonly<Record<string, string>>, authToken: string) {
  const url = `${base}${path}`;
  const signed = Object.entries(fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .reduce((text, [name, value]) => `${text}${name}${value}`, url);
  const signature = createHmac('sha1', authToken).update(signed).digest('base64');
  const headers = { 'x-twilio-signature': signature };
  const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
  return { status: response.status, text: await response.text() };
}

function nullsOf(path: string, fields: readonly string[]): readonly string[] {
  return fields.map((field) => `${path}.${field}`);
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return { ...value };
}
