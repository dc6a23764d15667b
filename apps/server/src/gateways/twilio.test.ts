import { afterEach, expect, test } from 'vitest';
import { startAnswering, type Answering, type AnsweringServer } from '../testing/doors/answering-server.ts';
import { twilioCarrier, type Carrier } from './twilio.ts';

const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' };
const message = {
  to: '+14155550001',
  from: '+15550001111',
  body: 'Grüße',
  statusCallback: 'https://marquee.example.com/cb?message_id=1',
};
let server: AnsweringServer | undefined;

afterEach(() => server?.[Symbol.dispose]());

/** A carrier whose API is answered by `answer`. */
async function carrierAnswering(answer: Answering, timeoutMs = 2000): Promise<Carrier> {
  server = await startAnswering(answer);
  return twilioCarrier({ ...account, baseUrl: server.url }, { timeoutMs });
}

const answering = (status: number, body: object, headers: Record<string, string> = {}) =>
  carrierAnswering((_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body)),
  );

test('a message is posted as Twilio wants it, and the answer’s id and status come back', async () => {
  let seen: { url: string | undefined; authorization: string | undefined; body: string } | undefined;
  const carrier = await carrierAnswering((request, response, body) => {
    seen = { url: request.url, authorization: request.headers.authorization, body };
    response.writeHead(201).end(JSON.stringify({ sid: 'SM1', status: 'queued' }));
  });

  expect(await carrier.send(message)).toEqual({ kind: 'accepted', sid: 'SM1', status: 'queued' });

  expect(seen?.url).toBe(`/2010-04-01/Accounts/${account.accountSid}/Messages.json`);
  expect(seen?.authorization).toBe(`Basic ${Buffer.from(`${account.accountSid}:token`).toString('base64')}`);
  expect(Object.fromEntries(new URLSearchParams(seen?.body))).toEqual({
    To: message.to,
    From: message.from,
    Body: 'Grüße',
    StatusCallback: message.statusCallback,
  });
});

test.each([
  {
    name: 'a refusal',
    status: 400,
    body: { code: 21_610, message: 'stopped' },
    outcome: { kind: 'refused', code: 21_610 },
  },
  { name: 'wrong credentials', status: 401, body: { code: 20_003, message: 'no' }, outcome: { kind: 'unauthorised' } },
  { name: 'a fault of the carrier', status: 503, body: {}, outcome: { kind: 'unknown' } },
])('$name is told apart', async ({ status, body, outcome }) => {
  const carrier = await answering(status, body);

  expect(await carrier.send(message)).toEqual(outcome);
});

test('a request to slow down says for how long, and that nothing was accepted', async () => {
  const carrier = await answering(429, { code: 20_429 }, { 'retry-after': '3' });

  expect(await carrier.send(message)).toEqual({ kind: 'not_accepted', retryAfterMs: 3000 });
});

test('a refused connection accepted nothing; one that dies or is silent after the request is unknown', async () => {
  const nobody = twilioCarrier({ ...account, baseUrl: 'http://127.0.0.1:1' });
  expect(await nobody.send(message)).toMatchObject({ kind: 'not_accepted' });

  const dying = await carrierAnswering((request) => request.socket.destroy());
  expect(await dying.send(message)).toEqual({ kind: 'unknown' });
  server?.[Symbol.dispose]();

  const silent = await carrierAnswering(() => undefined, 100);
  expect(await silent.send(message)).toEqual({ kind: 'unknown' });
});

test('an accepted message whose answer is cut short is unknown', async () => {
  const carrier = await carrierAnswering((_request, response) => {
    response.writeHead(201, { 'content-length': '100' }).write('{"sid":');
    setTimeout(() => response.destroy(), 20);
  });

  expect(await carrier.send(message)).toEqual({ kind: 'unknown' });
});

test('the list between two numbers is read as Twilio pages it', async () => {
  let url = '';
  const carrier = await carrierAnswering((request, response) => {
    url = request.url ?? '';
    const listed = {
      sid: 'SM1',
      body: 'Hi',
      status: 'sent',
      error_code: null,
      date_created: 'Tue, 10 Mar 2026 12:00:00 +0000',
    };
    response.writeHead(200).end(JSON.stringify({ messages: [listed], next_page_uri: null }));
  });

  const found = await carrier.list({ to: message.to, from: message.from, limit: 50 });

  expect(found).toEqual([
    { sid: 'SM1', body: 'Hi', status: 'sent', errorCode: null, createdAt: new Date('2026-03-10T12:00:00Z') },
  ]);
  expect(Object.fromEntries(new URL(url, 'http://x').searchParams)).toMatchObject({
    To: message.to,
    From: message.from,
  });
});

test('what came to a number is read page by page, without what was sent to it', async () => {
  const urls: URL[] = [];
  const listed = (sid: string, direction: string) => ({
    ...{ sid, direction, from: message.to, to: message.from, body: sid },
    date_created: 'Tue, 10 Mar 2026 12:00:00 +0000',
  });
  const carrier = await carrierAnswering((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    urls.push(url);
    const isFirst = !url.searchParams.has('PageToken');
    const messages = isFirst ? [listed('SM3', 'inbound'), listed('SM2', 'inbound')] : [listed('SM1', 'outbound-api')];
    const next_page_uri = isFirst ? `${url.pathname}?Page=1&PageToken=PA2` : null;
    response.writeHead(200).end(JSON.stringify({ messages, next_page_uri }));
  });

  const pages = await Array.fromAsync(carrier.inbound({ to: message.from, since: new Date('2026-03-10T11:00:00Z') }));

  const kept = { from: message.to, to: message.from, receivedAt: new Date('2026-03-10T12:00:00Z') };
  expect(pages).toEqual([
    [
      { sid: 'SM2', body: 'SM2', ...kept },
      { sid: 'SM3', body: 'SM3', ...kept },
    ],
    [],
  ]);
  expect(Object.fromEntries(urls[0]?.searchParams ?? [])).toMatchObject({
    To: message.from,
    'DateSent>': '2026-03-10T11:00:00Z',
  });
});
