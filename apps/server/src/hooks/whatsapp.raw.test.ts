import { createHmac } from 'node:crypto';
import { whatsapp } from '@marquee/api/hooks/whatsapp.contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { run, select } from '../database/sql.ts';
import { incoming } from '../testing/calls.ts';
import { openTestDatabase } from '../testing/database.ts';
import { openSending, type Sending } from '../testing/messaging/sending.ts';
import { openWhatsapp, type WhatsappStage } from '../testing/messaging/whatsapp.ts';

const shared = openTestDatabase();
let sending: Sending;
let stage: WhatsappStage;

beforeEach(async () => {
  const db = await shared;
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
  stage = await openWhatsapp(sending);
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

async function post(text: string, secret = stage.appSecret): Promise<void> {
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  const request = {
    params: {},
    headers: { 'x-hub-signature-256': `sha256=${signature}` },
    body: (async function* () {
      yield Buffer.from(text);
    })(),
    signal: AbortSignal.timeout(5000),
  };
  await sending.invoker.invokeRaw({
    ...{ name: 'hooks.whatsapp.receive', operation: whatsapp.receive, request },
    incoming: incoming(),
  });
}

const secondsAgo = (seconds: number) => String(Math.floor(sending.deps.now().getTime() / 1000) - seconds);
const said = (from: string, body: string, ago = 0) => ({
  ...{
    id: `wamid.${from}${body}${ago}`,
    from: from.slice(1),
    timestamp: secondsAgo(ago),
    type: 'text',
    text: { body },
  },
});
const about = (value: object, phone_number_id = stage.phoneNumberId) => ({
  id: stage.businessAccountId,
  changes: [{ field: 'messages', value: { metadata: { phone_number_id }, ...value } }],
});
const notice = (...entry: object[]) => JSON.stringify({ object: 'whatsapp_business_account', entry });
const inbound = () =>
  sending.inWorkspace((tx) =>
    select<{ from_phone: string; body: string }>(
      tx,
      sql`select from_phone, body from messaging_inbound_messages where channel = 'whatsapp' order by received_at, body`,
    ),
  );

async function person(phone_e164: string): Promise<void> {
  await sending.call('messaging.contacts.create', { phone_e164, consent_state: 'OPT_IN' });
}

const stateOf = async (phone_e164: string) =>
  (await sending.call('messaging.contacts.get', { phone_e164 }))['consent_state'];

test('many changes in one body are all taken, and what nobody knows takes none of them along', async () => {
  const messages = [
    said('+14155550001', 'Hello'),
    {
      ...said('+14155550002', ''),
      text: undefined,
      type: 'interactive',
      interactive: { button_reply: { id: '1', title: 'Yes please' } },
    },
    { ...said('+14155550003', ''), text: undefined, type: 'image', image: { id: '1', caption: 'My receipt' } },
    { ...said('+14155550004', ''), text: undefined, type: 'audio' },
    { ...said('+14155550005', ''), text: undefined, type: 'reaction', reaction: { emoji: '👍' } },
    { id: 'of a later version' },
  ];
  const unknown = {
    id: '1',
    changes: [{ field: 'account_update', value: { event: 'VERIFIED' } }, { field: 'messages' }],
  };

  await post(notice(unknown, about({ messages }), about({ messages: [said('+14155550006', 'Hi')] }, '99999')));

  expect((await inbound()).map(({ body }) => body).toSorted()).toEqual([
    'Hello',
    'My receipt',
    'Yes please',
    '[audio]',
  ]);
});

test('what was said first counts first: a STOP that Meta repeats after a START does not undo it', async () => {
  const phone = '+14155550001';
  await person(phone);

  await post(notice(about({ messages: [said(phone, 'START', 60), said(phone, 'STOP', 120)] })));
  expect(await stateOf(phone)).toBe('OPT_IN');
  await post(notice(about({ messages: [said(phone, 'STOP', 121)] })));
  expect(await stateOf(phone)).toBe('OPT_IN');

  await post(notice(about({ messages: [said(phone, 'STOP', 10)] })));
  expect(await stateOf(phone)).toBe('STOP');
});

test('a STOP that comes hours late counts, and is not confirmed out of the blue', async () => {
  const phone = '+14155550001';
  await person(phone);

  await post(notice(about({ messages: [said(phone, 'STOP', 3 * 3600)] })));

  expect(await stateOf(phone)).toBe('STOP');
  expect(await sending.inWorkspace((tx) => select(tx, sql`select 1 from messaging_whatsapp_sends`))).toEqual([]);
});

test.each([
  ['+5215512345678', '+525512345678'],
  ['+551187654321', '+5511987654321'],
])('a STOP from %s stops the contact %s, whom WhatsApp knows so', async (from, phone) => {
  await person(phone);

  await post(notice(about({ messages: [said(from, 'STOP')] })));

  expect(await stateOf(phone)).toBe('STOP');
  expect(await inbound()).toEqual([{ from_phone: phone, body: 'STOP' }]);
});

test('one forged entry makes the whole body refused, and nothing of it is done', async () => {
  const others = await openSending(async () => ({ ...(await shared), [Symbol.asyncDispose]: async () => undefined }));
  const theirs = await openWhatsapp(others, { seal: sending.seal });
  await person('+14155550001');
  const body = notice(
    about({ messages: [said('+14155550001', 'STOP')] }),
    about({ messages: [said('+14155550001', 'STOP')] }, theirs.phoneNumberId),
  );

  await expect(post(body)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(post(body, 'another')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(post('{"object":"page"}')).rejects.toMatchObject({ code: 'malformed' });

  expect(await inbound()).toEqual([]);
});

test('a workspace that names another’s account neither hears of its templates nor keeps it from hearing', async () => {
  const others = await openSending(async () => ({ ...(await shared), [Symbol.asyncDispose]: async () => undefined }));
  await openWhatsapp(others, { seal: sending.seal });
  await others.inWorkspace((tx) =>
    run(tx, sql`update messaging_whatsapp_numbers set business_account_id = ${stage.businessAccountId}`),
  );
  const texts = { name: 'greeting', category: 'UTILITY', body_text: 'Hello' };
  for (const each of [sending, others])
    await each.call('messaging.whatsappTemplates.create', { sender_id: 'whatsapp', ...texts });
  const value = {
    event: 'APPROVED',
    message_template_id: 7,
    message_template_name: 'greeting',
    message_template_language: 'en',
  };
  const change = { field: 'message_template_status_update', value };

  await post(notice({ id: stage.businessAccountId, time: Number(secondsAgo(0)), changes: [change] }));

  const statusIn = async (each: Sending) =>
    (await each.call('messaging.whatsappTemplates.list', {}))['items'] as { status: string }[]; // as the contract says
  expect((await statusIn(sending)).map(({ status }) => status)).toEqual(['approved']);
  expect((await statusIn(others)).map(({ status }) => status)).toEqual(['submitting']);
});

test('a long body of made-up numbers is counted and costs one look', async () => {
  const entries = Array.from({ length: 500 }, (_, n) =>
    about({ messages: [said('+14155550001', 'Hi')] }, `made-up-${n}`),
  );

  await post(notice(...entries), 'any secret');

  const counted = await sending.db.asSystem('test', (tx) =>
    select<{ count: number }>(
      tx,
      sql`select count::int as count from messaging_unknown_callbacks where kind = 'whatsapp'`,
    ),
  );
  expect(counted[0]?.count).toBeGreaterThanOrEqual(500);
});
