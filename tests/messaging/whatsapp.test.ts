import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCarrier, type Carrier } from '../harness/carrier.ts';
import { putSender, signUp, type Customer } from '../harness/customer.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';
import {
  approvedTemplate,
  messageThat,
  putWhatsappSender,
  reviewTemplate,
  takenByWhatsapp,
  verifyToken,
  whatsappNumber,
  writesByWhatsapp,
} from '../harness/whatsapp.ts';

// One whole installation for all: real server, real engine, real simulator. Each test has people of its own.
const patience = { timeout: 120_000 };
const stack = new AsyncDisposableStack();
let carrier: Carrier;
let customer: Customer;
let hook: string;
let people = 0;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-whatsapp-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [port, dataDir] = [await freePort(), join(folder, 'data')];
  carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
  const server = startServerProcess({ verb: 'start', port, dataDir, env: { MARQUEE_DEMO: '0' } });
  stack.defer(async () => void (await server.end('SIGTERM')));
  await untilHealthy(server, port);
  customer = await signUp(urlOf(port));
  await putSender(customer, carrier, { ratePerSecond: 100, burst: 50 });
  await putWhatsappSender(customer, carrier, urlOf(port));
  hook = `${urlOf(port)}/api/v1/hooks/whatsapp`;
  await approvedTemplate(customer, 'order_ready');
}, 240_000);
afterAll(() => stack.disposeAsync(), 60_000);

async function somebody(consent_state: 'OPT_IN' | 'OPT_OUT' = 'OPT_IN'): Promise<string> {
  const phone_e164 = `+1415${5_560_000 + (people += 1)}`;
  await customer.api.messaging.contacts.create({ phone_e164, consent_state, time_zone: 'UTC' });
  return phone_e164;
}

const template = (phone_e164: string) =>
  customer.api.messaging.whatsappMessages.send({
    ...{ phone_e164, message_type: 'template', template_name: 'order_ready' },
    template_variables: { first_name: 'Ada', order: 'A-1' },
  });
const text = (phone_e164: string) =>
  customer.api.messaging.whatsappMessages.send({ phone_e164, message_type: 'text', text: 'We are on our way.' });
const taken = async (phone: string) => (await takenByWhatsapp(carrier)).get(phone) ?? [];

async function heard(from: string, body: string, more: object = {}): Promise<void> {
  await writesByWhatsapp(carrier, { from, body, ...more });
  await until(
    'the message is received',
    () => customer.api.messaging.inbound.list({ limit: 500, hours: 72 }),
    ({ items }) => items.some((each) => each.from_phone === from && each.body === body),
  );
}

test('a template goes to who has opted in, once, and its reports come back', patience, async () => {
  const phone = await somebody();
  await carrier.addRule({ to: phone, behaviour: { read_after_ms: 50 } });

  const sent = await template(phone);
  const message = await messageThat(customer, sent.id, (status) => status === 'read');

  expect(sent).toMatchObject({
    status: 'planned',
    sender_id: 'whatsapp',
    simulated: true,
    template_name: 'order_ready',
  });
  expect(message).toMatchObject({ channel: 'whatsapp', body: 'Hi Ada, your order A-1 is ready.', simulated: true });
  expect(message.statuses.map(({ status }) => status)).toEqual(['sent', 'delivered', 'read']);
  expect(message.consent).toMatchObject({ state: 'OPT_IN' });
  expect(await taken(phone)).toEqual(['Hi Ada, your order A-1 is ready.']);
  expect(await customer.api.system.jobs.get(sent.job_id)).toMatchObject({ status: 'succeeded' });
});

test('a list by channel holds what went by it, and its totals', patience, async () => {
  const phone = await somebody();
  const sent = await template(phone);
  await messageThat(customer, sent.id, (status) => status === 'delivered');
  const { messages } = customer.api.messaging;

  const byWhatsapp = await messages.list({ channel: 'whatsapp', include_total: true, include_summary: true });
  const bySms = await messages.list({ channel: 'sms', include_total: true });

  expect(byWhatsapp.items.map(({ id }) => id)).toContain(sent.id);
  expect(byWhatsapp.page.total).toBe(byWhatsapp.summary?.total_messages);
  expect(byWhatsapp.page.total).toBe((await messages.list({ include_total: true })).page.total);
  expect(bySms).toMatchObject({ items: [], page: { total: 0 } });
  await expect(messages.list({ channel: 'fax' as never })).rejects.toMatchObject({ status: 400 });
});

test('the same idempotency key sends one message', patience, async () => {
  const phone = await somebody();
  const body = { phone_e164: phone, message_type: 'template', template_name: 'order_ready' } as const;
  const input = { ...body, template_variables: { first_name: 'Ada', order: 'A-2' } };
  const options = { idempotencyKey: `whatsapp-${phone}` };

  const first = await customer.api.messaging.whatsappMessages.send(input, options);
  const second = await customer.api.messaging.whatsappMessages.send(input, options);
  await messageThat(customer, first.id, (status) => status === 'delivered');

  expect(second.id).toBe(first.id);
  expect(await taken(phone)).toHaveLength(1);
});

test(
  'nobody who has not opted in gets a template, and free text needs a word of theirs within 24 hours',
  patience,
  async () => {
    const [without, silent, lately, longAgo] = [
      await somebody('OPT_OUT'),
      await somebody(),
      await somebody(),
      await somebody(),
    ];
    await heard(lately, 'Where is my order?');
    await heard(longAgo, 'Hello?', { ago_ms: 25 * 3_600_000 });
    const checked = (phone: string) => customer.api.messaging.whatsappMessages.check('whatsapp', phone);

    await expect(template(without)).rejects.toMatchObject({ code: 'consent_missing' });
    await expect(text(silent)).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('template'),
    });
    await expect(text(longAgo)).rejects.toMatchObject({ code: 'unprocessable' });
    const sent = await text(lately);
    await messageThat(customer, sent.id, (status) => status === 'delivered');

    expect(await checked(without)).toMatchObject({
      ...{ window_closes_at: null, text_refusal: 'consent_missing', template_refusal: 'consent_missing' },
    });
    expect(await checked(silent)).toMatchObject({ text_refusal: 'window_closed', template_refusal: null });
    expect(await checked(longAgo)).toMatchObject({ text_refusal: 'window_closed', template_refusal: null });
    const open = await checked(lately);
    expect(open).toMatchObject({ text_refusal: null, template_refusal: null });
    expect(Date.parse(open.window_closes_at ?? '') - Date.parse(open.last_inbound_at ?? '')).toBe(24 * 3_600_000);
    await expect(customer.api.messaging.whatsappMessages.check('nobody', silent)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect([await taken(without), await taken(silent), await taken(longAgo)]).toEqual([[], [], []]);
    expect(await taken(lately)).toEqual(['We are on our way.']);
  },
);

test('STOP by WhatsApp is confirmed once and ends every channel; START lifts it', patience, async () => {
  const phone = await somebody();

  await heard(phone, 'Stop', { copies: 3 });
  await until(
    'the confirmation is sent',
    () => taken(phone),
    (texts) => texts.length > 0,
  );
  await expect(template(phone)).rejects.toMatchObject({ code: 'consent_missing' });
  await expect(text(phone)).rejects.toMatchObject({ code: 'consent_missing' });
  const { items: ledger } = await customer.api.messaging.contacts.consents(phone);
  expect(await customer.api.messaging.contacts.get(phone)).toMatchObject({ consent_state: 'STOP' });
  expect(ledger[0]).toMatchObject({ state: 'STOP', source: 'keyword', evidence: { channel: 'whatsapp' } });

  await heard(phone, 'START');
  await until(
    'the second confirmation is sent',
    () => taken(phone),
    (texts) => texts.length > 1,
  );

  expect(await customer.api.messaging.contacts.get(phone)).toMatchObject({ consent_state: 'OPT_IN' });
  expect(await taken(phone)).toEqual([
    expect.stringContaining('unsubscribed'),
    expect.stringContaining('subscribed again'),
  ]);
  const { items } = await customer.api.messaging.inbound.list({ limit: 500 });
  expect(items.filter(({ from_phone }) => from_phone === phone)).toMatchObject([
    { keyword: 'start', channel: 'whatsapp' },
    { keyword: 'stop', channel: 'whatsapp' },
  ]);
});

test('free text that may mean stop holds the person, and goes on when it is released', patience, async () => {
  const phone = await somebody();
  await heard(phone, 'Please stop these messages');

  const sent = await template(phone);
  const held = await until(
    'the message is held',
    () => customer.api.messaging.messages.get(sent.id),
    ({ reason }) => reason === 'opt_out_review',
  );
  const { items } = await customer.api.messaging.optOutReviews.list({ limit: 500 });
  const review = items.find(({ from_phone }) => from_phone === phone);
  await customer.api.messaging.optOutReviews.resolve(review?.id ?? '', { decision: 'release' });
  await messageThat(customer, sent.id, (status) => status === 'delivered');

  expect(held.status).toBe('planned');
  expect(await taken(phone)).toHaveLength(1);
});

test('a template’s life is told by webhooks, and only an approved one can be sent', patience, async () => {
  const { whatsappTemplates } = customer.api.messaging;
  const statusIs = (name: string, wanted: string) =>
    until(
      `${name} is ${wanted}`,
      () => whatsappTemplates.list({ name }),
      ({ items }) => items[0]?.status === wanted,
    );
  const texts = { category: 'UTILITY', body_text: 'The shop opens at nine.' } as const;

  await whatsappTemplates.create({ name: 'please_reject_me', ...texts });
  expect((await statusIs('please_reject_me', 'rejected')).items[0]).toMatchObject({ reason: 'INVALID_FORMAT' });
  await whatsappTemplates.create({ name: 'opening_hours', ...texts });
  await statusIs('opening_hours', 'approved');
  await reviewTemplate(carrier, { name: 'opening_hours', status: 'PAUSED' });
  await statusIs('opening_hours', 'paused');
  const refused = customer.api.messaging.whatsappMessages.send({
    ...{ phone_e164: await somebody(), message_type: 'template', template_name: 'opening_hours' },
  });
  await expect(refused).rejects.toMatchObject({ code: 'unprocessable', message: expect.stringContaining('paused') });

  await expect(whatsappTemplates.create({ name: 'opening_hours', ...texts })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(
    whatsappTemplates.create({ name: 'Opening Hours', category: 'UTILITY', body_text: 'At {{2}}' }),
  ).rejects.toMatchObject({
    code: 'validation_failed',
    problems: [{ pointer: '/name' }, { pointer: '/body_text' }],
  });
});

test('copies, forgeries and reports out of order change nothing', patience, async () => {
  const phone = await somebody();
  await carrier.addRule({
    to: phone,
    behaviour: {
      duplicate_callbacks: 2,
      reorder_callbacks: true,
      forge_callbacks: true,
      callback_before_response: true,
    },
  });

  const { id } = await template(phone);
  const message = await until(
    'every report has come',
    () => customer.api.messaging.messages.get(id),
    ({ statuses }) => statuses.length === 2,
  );

  expect(message).toMatchObject({ status: 'delivered', error_code: null });
  expect(message.statuses.map(({ status }) => status).toSorted()).toEqual(['delivered', 'sent']);
  expect(await taken(phone)).toHaveLength(1);
});

test('a limit is waited out, and what Meta refuses or cannot deliver fails with its code', patience, async () => {
  const [limited, absent, refusing] = [await somebody(), await somebody(), await somebody()];
  await carrier.addRule({ to: limited, times: 2, behaviour: { outage: { kind: 'rate_limited', retry_after: 1 } } });
  await carrier.addRule({ to: absent, behaviour: { error_code: 131_026 } });
  await carrier.addRule({ to: refusing, behaviour: { error_code: 131_050 } });

  const [first, second, third] = [await template(limited), await template(absent), await template(refusing)];

  expect(await messageThat(customer, first.id, (status) => status === 'delivered')).toMatchObject({ error_code: null });
  expect(await messageThat(customer, second.id, (status) => status === 'failed')).toMatchObject({
    error_code: 131_026,
  });
  expect(await messageThat(customer, third.id, (status) => status === 'excluded')).toMatchObject({
    reason: 'stopped_at_carrier',
  });
  expect(await customer.api.messaging.contacts.get(refusing)).toMatchObject({ consent_state: 'STOP' });
  expect(await taken(limited)).toHaveLength(1);
});

test(
  'a call without an answer is unconfirmed, never made again, and told by the report that comes',
  patience,
  async () => {
    const phone = await somebody();
    await carrier.addRule({
      to: phone,
      behaviour: { outage: { kind: 'reset', accepted: true }, sent_after_ms: 3000 },
    });

    const { id } = await template(phone);
    const unknown = await messageThat(customer, id, (status) => status === 'unconfirmed');
    const known = await messageThat(customer, id, (status) => status === 'delivered');

    expect(unknown.provider_sid).toBeNull();
    expect(known.provider_sid).toMatch(/^wamid\./);
    expect(await taken(phone)).toHaveLength(1);
  },
);

test(
  'only a webhook with a verify token of ours is verified, and only a signed notice is believed',
  patience,
  async () => {
    const phone = await somebody();
    const asked = (token: string) =>
      fetch(
        `${hook}?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '1158201444' })}`,
      );
    const told = (phone_number_id: string, secret: string) => {
      const at = String(Math.floor(Date.now() / 1000));
      const messages = [
        { id: `wamid.${phone}${secret}`, from: phone.slice(1), timestamp: at, type: 'text', text: { body: 'STOP' } },
      ];
      const changes = [{ field: 'messages', value: { metadata: { phone_number_id }, messages } }];
      const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes }] });
      const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
      return fetch(hook, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
        body,
      });
    };

    const [right, wrong] = [await asked(verifyToken), await asked('another verify token')];
    const [forged, unknown] = [
      await told(whatsappNumber.phone_number_id, 'another secret'),
      await told('999999999', 'any secret'),
    ];
    expect([right.status, await right.text(), wrong.status]).toEqual([200, '1158201444', 403]);
    expect([forged.status, unknown.status]).toEqual([403, 200]);
    expect(await customer.api.messaging.contacts.get(phone)).toMatchObject({ consent_state: 'OPT_IN' });

    expect((await told(whatsappNumber.phone_number_id, whatsappNumber.app_secret)).status).toBe(200);
    expect(await customer.api.messaging.contacts.get(phone)).toMatchObject({ consent_state: 'STOP' });
  },
);

test('secrets are never shown, and a campaign does not go by WhatsApp', patience, async () => {
  const { items } = await customer.api.messaging.senders.list();

  const shown = JSON.stringify(items);
  for (const secret of [whatsappNumber.access_token, whatsappNumber.app_secret, verifyToken])
    expect(shown).not.toContain(secret);
  expect(items.find(({ sender_id }) => sender_id === 'whatsapp')).toMatchObject({
    ...{ kind: 'whatsapp', account_sid: whatsappNumber.business_account_id },
    whatsapp: { phone_number_id: whatsappNumber.phone_number_id, api_version: 'v24.0' },
    webhook_url: hook,
  });
  const segment = await customer.api.messaging.segments.create({
    name: 'Everybody',
    filter_criteria: { attribute: 'phone_e164', operator: 'exists', value: true },
  });
  const { id } = await customer.api.messaging.templates.create({ name: 'Plain', content: 'Hello' });
  const draft = await customer.api.messaging.campaigns.create({
    ...{ name: 'By WhatsApp', template_id: id, segment_id: segment.id, sender_id: 'whatsapp' },
  });
  await expect(customer.api.messaging.campaigns.trigger(draft.id)).rejects.toMatchObject({ code: 'unprocessable' });
});
