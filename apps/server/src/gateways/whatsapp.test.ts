import { afterEach, expect, test } from 'vitest';
import { startAnswering, type Answering, type AnsweringServer } from '../testing/doors/answering-server.ts';
import { whatsappPlatform, type OutgoingWhatsapp, type WhatsappPlatform } from './whatsapp.ts';

const account = { accessToken: 'a token', phoneNumberId: '111111', businessAccountId: '222222', apiVersion: 'v24.0' };
const message: OutgoingWhatsapp = { to: '+14155550001', messageId: 'ours', content: { kind: 'text', text: 'Grüße' } };
const template = {
  ...{ name: 'greeting', language: 'en', category: 'UTILITY', footer: 'Bye' },
  ...{ header: 'For {{1}}', headerExample: 'Berlin', body: 'Hi {{1}}', bodyExamples: ['Ada'] },
};
let server: AnsweringServer | undefined;

afterEach(() => server?.[Symbol.dispose]());

async function platformAnswering(answer: Answering, timeoutMs = 5000): Promise<WhatsappPlatform> {
  server = await startAnswering(answer);
  return whatsappPlatform({ ...account, baseUrl: `${server.url}/` }, { timeoutMs });
}

const answering = (status: number, body: object | string, headers: Record<string, string> = {}) =>
  platformAnswering((_request, response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body)),
  );
const error = (code: number, more: object = {}) => ({ error: { code, message: 'no', ...more } });

test('messages are posted as Meta wants them, and its id comes back', async () => {
  const seen: { url: string | undefined; authorization: string | undefined; body: unknown }[] = [];
  const platform = await platformAnswering((request, response, body) => {
    seen.push({ url: request.url, authorization: request.headers.authorization, body: JSON.parse(body) });
    response.end(JSON.stringify({ messaging_product: 'whatsapp', messages: [{ id: 'wamid.1' }] }));
  });
  const content = {
    kind: 'template',
    name: 'greeting',
    language: 'en',
    headerValue: 'Berlin',
    bodyValues: ['Ada'],
  } as const;

  expect(await platform.send(message)).toEqual({ kind: 'accepted', sid: 'wamid.1', status: 'accepted' });
  await platform.send({ ...message, content });

  const envelope = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '+14155550001',
    biz_opaque_callback_data: 'ours',
  };
  const parameters = (text: string) => [{ type: 'text', text }];
  expect(seen[0]).toEqual({
    url: '/v24.0/111111/messages',
    authorization: 'Bearer a token',
    body: { ...envelope, type: 'text', text: { preview_url: false, body: 'Grüße' } },
  });
  expect(seen[1]?.body).toEqual({
    ...{ ...envelope, type: 'template' },
    template: {
      ...{ name: 'greeting', language: { code: 'en' } },
      components: [
        { type: 'header', parameters: parameters('Berlin') },
        { type: 'body', parameters: parameters('Ada') },
      ],
    },
  });
});

test.each([
  {
    name: 'a number that is not on WhatsApp',
    status: 400,
    body: error(131_026),
    outcome: { kind: 'refused', code: 131_026 },
  },
  {
    name: 'free text after the window',
    status: 400,
    body: error(131_047),
    outcome: { kind: 'refused', code: 131_047 },
  },
  {
    name: 'a template with other variables',
    status: 400,
    body: error(132_000),
    outcome: { kind: 'refused', code: 132_000 },
  },
  { name: 'a token that is over', status: 401, body: error(190), outcome: { kind: 'unauthorised' } },
  { name: 'a token that may not', status: 403, body: error(200), outcome: { kind: 'unauthorised' } },
  { name: 'a missing capability, told as a fault', status: 500, body: error(3), outcome: { kind: 'unauthorised' } },
  {
    name: 'the throughput limit',
    status: 429,
    body: error(130_429),
    outcome: { kind: 'not_accepted', retryAfterMs: 5000 },
  },
  { name: 'the pair limit', status: 400, body: error(131_056), outcome: { kind: 'not_accepted', retryAfterMs: 6000 } },
  {
    name: 'the account’s limit',
    status: 400,
    body: error(80_007),
    outcome: { kind: 'not_accepted', retryAfterMs: 60_000 },
  },
  { name: 'a fault of Meta’s', status: 500, body: error(131_000), outcome: { kind: 'unknown' } },
  { name: 'a gateway’s page', status: 502, body: '<html>', outcome: { kind: 'unknown' } },
  { name: 'an answer without an id', status: 200, body: { messages: [] }, outcome: { kind: 'unknown' } },
])('$name is told apart', async ({ status, body, outcome }) => {
  const platform = await answering(status, body);

  expect(await platform.send(message)).toEqual(outcome);
});

test('a request to slow down says for how long', async () => {
  const platform = await answering(429, error(130_429), { 'retry-after': '3' });

  expect(await platform.send(message)).toEqual({ kind: 'not_accepted', retryAfterMs: 3000 });
});

test('a refused connection accepted nothing; one that dies, is silent or is cut short is unknown', async () => {
  const nobody = whatsappPlatform({ ...account, baseUrl: 'http://127.0.0.1:1' });
  expect(await nobody.send(message)).toMatchObject({ kind: 'not_accepted' });

  const dying = await platformAnswering((request) => request.socket.destroy());
  expect(await dying.send(message)).toEqual({ kind: 'unknown' });
  server?.[Symbol.dispose]();
  const silent = await platformAnswering(() => undefined, 100);
  expect(await silent.send(message)).toEqual({ kind: 'unknown' });
  server?.[Symbol.dispose]();
  const cut = await platformAnswering((_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"messages":', () => response.destroy());
  });
  expect(await cut.send(message)).toEqual({ kind: 'unknown' });
});

test('a template is posted in parts with its examples, and a refusal says why', async () => {
  let body: unknown;
  const platform = await platformAnswering((_request, response, text) => {
    body = JSON.parse(text);
    response.end(JSON.stringify({ id: '7', status: 'PENDING', category: 'UTILITY' }));
  });

  expect(await platform.createTemplate(template)).toEqual({
    kind: 'created',
    id: '7',
    status: 'PENDING',
    category: 'UTILITY',
  });
  expect(body).toEqual({
    ...{ name: 'greeting', language: 'en', category: 'UTILITY' },
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'For {{1}}', example: { header_text: ['Berlin'] } },
      { type: 'BODY', text: 'Hi {{1}}', example: { body_text: [['Ada']] } },
      { type: 'FOOTER', text: 'Bye' },
    ],
  });
  server?.[Symbol.dispose]();
  const refusing = await answering(400, error(100, { error_user_msg: 'The name is taken.' }));
  expect(await refusing.createTemplate(template)).toEqual({ kind: 'refused', code: 100, reason: 'The name is taken.' });
});

test('templates are read page by page; an account that cannot be read says so', async () => {
  const urls: URL[] = [];
  const platform = await platformAnswering((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    urls.push(url);
    const isFirst = !url.searchParams.has('after');
    const data = [
      { id: isFirst ? '1' : '2', name: 'greeting', language: 'en', status: 'APPROVED', category: 'UTILITY' },
    ];
    const paging = { cursors: { before: 'a', after: 'b' }, ...(isFirst ? { next: 'http://x/next' } : {}) };
    response.end(JSON.stringify({ data, paging }));
  });

  const pages = await Array.fromAsync(platform.templates('greeting'));

  expect(pages.flat().map(({ id }) => id)).toEqual(['1', '2']);
  expect(urls.map(({ searchParams }) => [searchParams.get('name'), searchParams.get('after')])).toEqual([
    ['greeting', null],
    ['greeting', 'b'],
  ]);
  server?.[Symbol.dispose]();
  const closed = await answering(401, error(190));
  await expect(Array.fromAsync(closed.templates(null))).rejects.toThrow('unauthorised');
});
