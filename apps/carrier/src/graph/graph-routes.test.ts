import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestCarrier, temporaryFolder } from '../testing/harness.ts';

const number = {
  ...{ phone_number_id: '106540352242922', number: '+15550001111', business_account_id: '102290129340398' },
  ...{ access_token: 'a token', app_secret: 'a secret' },
};
const person = '+14155550100';

interface Seen {
  readonly body: string;
  readonly signature: string;
}

let stack: AsyncDisposableStack;
let carrier: Awaited<ReturnType<typeof startTestCarrier>>;
let seen: Seen[];
let told: () => void;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  seen = [];
  told = () => undefined;
  const folder = stack.use(temporaryFolder());
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      seen.push({ body, signature: String(request.headers['x-hub-signature-256']) });
      response.writeHead(200).end();
      told();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  carrier = stack.use(await startTestCarrier(folder.path));
  const { port } = server.address() as AddressInfo; // listening on TCP
  await carrier.admin('PUT', '/settings', { template_review_ms: 20 });
  await carrier.admin('PUT', '/whatsapp-numbers', { ...number, webhook_url: `http://127.0.0.1:${port}/` });
});
afterEach(() => stack[Symbol.asyncDispose]());

async function graph(path: string, body?: object, token = number.access_token) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${carrier.url}/v24.0/${path}`, { ...init, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const send = (more: object) =>
  graph(`${number.phone_number_id}/messages`, {
    ...{ messaging_product: 'whatsapp', to: person, biz_opaque_callback_data: 'ours' },
    ...more,
  });
const templates = `${number.business_account_id}/message_templates`;
const body = { type: 'BODY', text: 'Hi {{1}}', example: { body_text: [['Ada']] } };
const create = (name: string) => graph(templates, { name, language: 'en', category: 'UTILITY', components: [body] });

const valuesOf = (field: string): Record<string, unknown>[] =>
  seen.flatMap(({ body: text }) => {
    const { entry } = JSON.parse(text) as { entry: { changes: { field: string; value: Record<string, unknown> }[] }[] }; // what graph-webhooks.ts wrote
    return entry.flatMap(({ changes }) => changes.filter((each) => each.field === field).map(({ value }) => value));
  });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise<void>((resolve) => (told = resolve));
}

const statuses = () =>
  valuesOf('messages').flatMap(({ statuses: some = [] }) => some as { status: string; errors?: { code: number }[] }[]); // as above

test('a template is reviewed, told of, listed, and sent with its variables; the reports are signed and carry what we gave', async () => {
  expect(await create('greeting')).toMatchObject({ status: 200, body: { status: 'PENDING' } });
  await until(() => valuesOf('message_template_status_update').length > 0);
  expect(valuesOf('message_template_status_update')).toMatchObject([
    { event: 'APPROVED', message_template_name: 'greeting', message_template_language: 'en' },
  ]);
  expect((await graph(templates)).body['data']).toMatchObject([{ name: 'greeting', status: 'APPROVED' }]);

  const parameters = [{ type: 'text', text: 'Ada' }];
  const template = { name: 'greeting', language: { code: 'en' }, components: [{ type: 'body', parameters }] };
  const sent = await send({ type: 'template', template });
  await until(() => statuses().length === 2);

  expect(sent.body['messages']).toMatchObject([{ id: expect.stringMatching(/^wamid\./) }]);
  expect(statuses()).toMatchObject([
    { status: 'sent', biz_opaque_callback_data: 'ours' },
    { status: 'delivered', biz_opaque_callback_data: 'ours' },
  ]);
  for (const { body: text, signature } of seen)
    expect(signature).toBe(`sha256=${createHmac('sha256', number.app_secret).update(text).digest('hex')}`);
  const { body: ledger } = await carrier.admin('GET', `/ledger/messages?account_sid=${number.phone_number_id}`);
  expect(ledger.messages).toMatchObject([{ to_number: person, body: 'Hi Ada' }]);
});

test('free text outside the 24 hours is taken and fails with 131047; inside it goes', async () => {
  await send({ type: 'text', text: { body: 'Hello' } });
  await until(() => statuses().length === 1);
  expect(statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131_047 }] }]);

  await carrier.admin('POST', '/whatsapp-inbound', { from: person, to: number.number, body: 'Hi' });
  await send({ type: 'text', text: { body: 'Hello' } });
  await until(() => statuses().some(({ status }) => status === 'delivered'));
});

test.each([
  { what: 'a wrong token', more: {}, token: 'another', status: 401, code: 190 },
  {
    ...{ what: 'an unknown template', token: number.access_token, status: 400, code: 132_001 },
    more: { type: 'template', template: { name: 'x', language: { code: 'en' } } },
  },
  { what: 'no message', more: { type: 'text' }, token: number.access_token, status: 400, code: 100 },
])('$what is refused as Meta does it', async ({ more, token, status, code }) => {
  const message = { messaging_product: 'whatsapp', to: person, ...more };
  const refused = await graph(`${number.phone_number_id}/messages`, message, token);

  expect(refused).toMatchObject({ status, body: { error: { code } } });
});

test('faults work here, too: limits, codes that come later, copies and forgeries', async () => {
  await carrier.admin('POST', '/inbound', {
    from: person,
    to: number.number,
    body: 'Hi',
    account_sid: number.phone_number_id,
  });
  const rule = async (behaviour: object) => {
    await carrier.admin('DELETE', '/rules');
    await carrier.admin('POST', '/rules', { to: person, behaviour });
    seen.length = 0;
  };
  const text = { type: 'text', text: { body: 'Hello' } };

  await rule({ outage: { kind: 'rate_limited' } });
  expect(await send(text)).toMatchObject({ status: 429, body: { error: { code: 130_429 } } });
  await rule({ error_code: 131_056 });
  expect(await send(text)).toMatchObject({ status: 429, body: { error: { code: 131_056 } } });
  await rule({ error_code: 131_026 });
  await send(text);
  await until(() => statuses().length === 1);
  expect(statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131_026 }] }]);
  await rule({ duplicate_callbacks: 1, forge_callbacks: true, read_after_ms: 5 });
  await send(text);
  await until(() => statuses().length === 9);
  const isProved = ({ body: sent, signature }: Seen) =>
    signature === `sha256=${createHmac('sha256', number.app_secret).update(sent).digest('hex')}`;
  expect(seen.filter((each) => !isProved(each)).length).toBe(3);
  expect(new Set(statuses().map(({ status }) => status))).toEqual(new Set(['failed', 'sent', 'delivered', 'read']));
});
