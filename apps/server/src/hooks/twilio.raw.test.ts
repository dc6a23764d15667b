import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import twilioLibrary from 'twilio';
import { twilio } from '@marquee/api/hooks/twilio.contract';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { run, select } from '../database/sql.ts';
import { incoming } from '../testing/calls.ts';
import { openTestDatabase } from '../testing/database.ts';
import { openSending, type Sending } from '../testing/messaging/sending.ts';

const shared = openTestDatabase();
let sending: Sending;

beforeEach(async () => {
  const db = await shared;
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

interface Posted {
  readonly fields: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** The URL that is signed, when another than ours. */
  readonly signedUrl?: string;
  readonly token?: string;
  readonly signature?: string;
}

async function post(hook: 'inbound' | 'status', { fields, query = {}, signedUrl, token, signature }: Posted) {
  const text = new URLSearchParams(query).toString();
  const url = signedUrl ?? `https://marquee.example.com/api/v1/hooks/twilio/${hook}${text === '' ? '' : `?${text}`}`;
  const signed = signature ?? expectedSignature(token ?? sending.authToken, url, fields);
  return await raw(hook, {
    query,
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signed },
  });
}

async function raw(
  hook: 'inbound' | 'status',
  sent: { query: object; body: string; headers: Record<string, string> },
): Promise<string> {
  const request = {
    params: sent.query,
    headers: sent.headers,
    body: (async function* () {
      yield Buffer.from(sent.body);
    })(),
    signal: AbortSignal.timeout(5000),
  };
  const { response } = await sending.invoker.invokeRaw({
    name: `hooks.twilio.${hook}`,
    operation: twilio[hook],
    request,
    incoming: incoming(),
  });
  return typeof response.body === 'string' ? response.body : '';
}

const message = (from: string, body: string, sid = `SM${from.slice(1)}${body.length}`) => ({
  MessageSid: sid,
  From: from,
  To: sending.phone,
  Body: body,
});
const stateOf = async (phone: string) => {
  const [row] = await sending.inWorkspace((tx) =>
    select<{ consent_state: string }>(
      tx,
      sql`select consent_state from messaging_contacts where phone_e164 = ${phone}`,
    ),
  );
  return row?.consent_state;
};

test('STOP is recorded as the person’s own word and confirmed once', async () => {
  await sending.campaign({ contacts: 1 });
  const from = '+14150000001';

  const first = await post('inbound', { fields: message(from, ' stop ') });
  const repeated = await post('inbound', { fields: message(from, ' stop ') });
  const again = await post('inbound', { fields: message(from, 'STOPALL') });

  expect(await stateOf(from)).toBe('STOP');
  expect(first).toContain('<Message>You have been unsubscribed');
  expect([repeated, again]).toEqual(Array(2).fill('<?xml version="1.0" encoding="UTF-8"?>\n<Response></Response>'));
});

test('START lifts a keyword STOP, and the carrier’s OptOutType wins over the text', async () => {
  await sending.campaign({ contacts: 1 });
  const from = '+14150000001';

  const stopped = await post('inbound', { fields: { ...message(from, 'Arrêtez'), OptOutType: 'STOP' } });
  expect(await stateOf(from)).toBe('STOP');
  await post('inbound', { fields: message(from, 'start') });

  expect(await stateOf(from)).toBe('OPT_IN');
  expect(stopped).not.toContain('<Message>');
});

test('free text that may mean stop holds the contact until somebody has judged it', async () => {
  await sending.campaign({ contacts: 1 });

  await post('inbound', { fields: message('+14150000001', 'Stop please') });

  expect(await stateOf('+14150000001')).toBe('OPT_IN');
  const held = await sending.inWorkspace((tx) => select(tx, sql`select status from messaging_opt_out_reviews`));
  expect(held).toEqual([{ status: 'open' }]);
});

test('a request that is not signed, or signed by another key or for another host, is refused', async () => {
  const fields = message('+14150000001', 'STOP');

  for (const wrong of [
    { signature: '' },
    { token: 'another' },
    { signedUrl: 'https://evil.example.com/api/v1/hooks/twilio/inbound' },
  ]) {
    await expect(post('inbound', { fields, ...wrong })).rejects.toMatchObject({ code: 'forbidden' });
  }
});

test.each([
  'https://marquee.example.com:443/api/v1/hooks/twilio/inbound',
  'https://marquee.example.com/webhooks/inbound',
])('a signature over %s holds, with parameters nobody knows', async (signedUrl) => {
  expect(await post('inbound', { fields: { ...message('+14150000009', 'hi'), Brand: 'new' }, signedUrl })).toContain(
    '<Response>',
  );
});

test('a JSON body is proved by its digest', async () => {
  const body = JSON.stringify({ MessageSid: 'SMjson', MessageStatus: 'sent', From: sending.phone });
  const query = { bodySHA256: createHash('sha256').update(body).digest('hex') };
  const url = `https://marquee.example.com/api/v1/hooks/twilio/status?bodySHA256=${query.bodySHA256}`;
  const headers = {
    'content-type': 'application/json',
    'x-twilio-signature': expectedSignature(sending.authToken, url, {}),
  };

  expect(await raw('status', { query, body, headers })).toBe('{"status":"received"}');
  await expect(raw('status', { query, body: body.replace('sent', 'read'), headers })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('a message for a number that is nobody’s is answered the same, counted and not kept', async () => {
  const answer = await post('inbound', { fields: { ...message('+14150000001', 'secret'), To: '+19990000000' } });

  expect(answer).toContain('<Response></Response>');
  const counted = await sending.db.asSystem('test', (tx) =>
    select<{ count: number }>(tx, sql`select count from messaging_unknown_callbacks where kind = 'inbound'`),
  );
  expect(counted.length).toBe(1);
  expect(await sending.inWorkspace((tx) => select(tx, sql`select 1 from messaging_inbound_messages`))).toEqual([]);
});

async function plannedMessage(): Promise<string> {
  const id = await sending.campaign({ contacts: 1 });
  const [row] = await sending.inWorkspace((tx) =>
    select<{ id: string }>(
      tx,
      sql`insert into messaging_messages (workspace_id, id, campaign_id, run, position, phone_e164, sender_id, status, created_at, called_at, updated_at)
          values (${sending.workspaceId}, gen_random_uuid(), ${id}, 1, 1, '+14150000001', 'main', 'calling', now(), now(), now()) returning id`,
    ),
  );
  return row?.id ?? '';
}

const report = (status: string, sid = 'SM1', more = {}) => ({
  MessageSid: sid,
  MessageStatus: status,
  From: sending.phone,
  To: '+14150000001',
  ...more,
});
const messageNow = async () =>
  (
    await sending.inWorkspace((tx) =>
      select(
        tx,
        sql`select status, provider_sid, error_code, delivered_at is not null as is_delivered from messaging_messages`,
      ),
    )
  )[0];

test('reports move a message forward only, whatever their order and number, even before the create call is answered', async () => {
  const id = await plannedMessage();

  for (const status of ['delivered', 'sent', 'delivered', 'queued']) {
    expect(await post('status', { fields: report(status), query: { message_id: id } })).toBe('{"status":"received"}');
  }

  expect(await messageNow()).toEqual({
    status: 'delivered',
    provider_sid: 'SM1',
    error_code: null,
    is_delivered: true,
  });
  const detail = await sending.call('messaging.messages.get', { message_id: id });
  expect(detail['statuses']).toHaveLength(3);
});

test('a report without our id about an unknown message is parked', async () => {
  await plannedMessage();

  await post('status', { fields: report('delivered', 'SM9') });

  expect(await messageNow()).toMatchObject({ status: 'calling', provider_sid: null });
  const parked = await sending.inWorkspace((tx) =>
    select(tx, sql`select provider_sid from messaging_message_statuses where message_id is null`),
  );
  expect(parked).toEqual([{ provider_sid: 'SM9' }]);
});

test('a failure keeps its code', async () => {
  const id = await plannedMessage();

  await post('status', { fields: report('failed', 'SM1', { ErrorCode: '30003' }), query: { message_id: id } });

  expect(await messageNow()).toMatchObject({ status: 'failed', error_code: 30_003 });
  expect(await stateOf('+14150000001')).toBe('OPT_IN');
});

test('code 21610 in a report records STOP, and is no failure', async () => {
  const id = await plannedMessage();

  await post('status', { fields: report('failed', 'SM1', { ErrorCode: '21610' }), query: { message_id: id } });

  expect(await messageNow()).toMatchObject({ status: 'excluded', error_code: 21_610 });
  expect(await stateOf('+14150000001')).toBe('STOP');
});

test('another workspace’s message cannot be moved by a report that its sender signed', async () => {
  const id = await plannedMessage();
  const theirs = sending;
  sending = await openSending(async () => ({ ...(await shared), [Symbol.asyncDispose]: async () => undefined }));

  await post('status', { fields: report('delivered'), query: { message_id: id } });

  sending = theirs;
  expect(await messageNow()).toMatchObject({ status: 'calling' });
  await sending.inWorkspace((tx) => run(tx, sql`delete from messaging_messages`));
});

function expectedSignature(token: string, url: string, fields: Readonly<Record<string, string>>): string {
  return twilioLibrary.getExpectedTwilioSignature(token, url, fields);
}
