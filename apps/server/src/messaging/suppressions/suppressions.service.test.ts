import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { select } from '../../database/sql.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { carryRunOn, triggerRun } from '../../testing/messaging/campaign-runs.ts';
import { writeToSender } from '../../testing/messaging/inbound.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';

const shared = openTestDatabase();
let sending: Sending;
const phone = '+14150000001';

beforeEach(async () => {
  const db = await shared;
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

const add = (more: object) => sending.call('messaging.suppressions.add', { reason: 'asked by e-mail', ...more });
const addPhone = () => add({ phone_e164: phone, evidence: { channel: 'email', text: 'no more' } });

async function list(filters: object = {}): Promise<readonly Record<string, unknown>[]> {
  const { items } = await sending.call('messaging.suppressions.list', filters);
  return items as Record<string, unknown>[]; // as the contract says
}

async function stateNow() {
  const contact = await sending.call('messaging.contacts.get', { phone_e164: phone });
  return contact['consent_state'];
}

const write = (body: string, optOutType?: 'STOP' | 'START') =>
  writeToSender(sending, { from: phone, body, ...(optOutType === undefined ? {} : { optOutType }) });

test('a number suppressed by an operator is not sent to, and the list says why', async () => {
  const id = await sending.campaign({ contacts: 2 });

  const made = await addPhone();
  await carryRunOn(sending, await triggerRun(sending, id));

  expect(made).toMatchObject({ phone_e164: phone, source: 'operator', reason: 'asked by e-mail' });
  expect(made['evidence']).toMatchObject({ given: { channel: 'email', text: 'no more' } });
  expect(await list()).toEqual([made]);
  expect(sending.carrier.sent.map(({ to }) => to)).toEqual(['+14150000002']);
});

test('adding it again changes nothing', async () => {
  await sending.campaign({ contacts: 1 });

  const [first, second] = [await addPhone(), await addPhone()];

  expect(second).toEqual(first);
  const entries = await sending.inWorkspace((tx) => select(tx, sql`select 1 from messaging_consents`));
  expect(entries.length).toBe(1);
});

test('it survives the contact as a hash alone, and meets whoever adds the number again', async () => {
  await sending.campaign({ contacts: 1 });
  const made = await addPhone();

  await sending.call('messaging.contacts.delete', { phone_e164: phone });
  const deleted = await list({ phone_e164: phone });
  await expect(
    sending.call('messaging.contacts.create', { phone_e164: phone, consent_state: 'OPT_IN' }),
  ).rejects.toMatchObject({ code: 'consent_missing' });
  const again = await sending.call('messaging.contacts.create', { phone_e164: phone });

  expect(deleted.map(({ source, phone_e164, phone_hash }) => ({ source, phone_e164, phone_hash }))).toEqual([
    { source: 'deletion', phone_e164: null, phone_hash: made['phone_hash'] },
    { source: 'operator', phone_e164: null, phone_hash: made['phone_hash'] },
  ]);
  expect(JSON.stringify(deleted)).not.toContain('4150000001');
  expect(again['consent_state']).toBe('STOP');
});

test('a number of nobody’s can be suppressed, and a contact by its id', async () => {
  await sending.campaign({ contacts: 1 });
  const { id } = (await sending.call('messaging.contacts.get', { phone_e164: phone })) as { id: string };

  const stranger = await add({ phone_e164: '+4915112345678' });
  const contact = await add({ contact_id: id });

  expect(stranger).toMatchObject({ phone_e164: null, contact_id: null });
  expect(contact).toMatchObject({ phone_e164: phone, contact_id: id });
  expect(await list({ source: 'operator' })).toHaveLength(2);
});

test.each([{}, { phone_e164: phone, contact_id: '0197a3c8-0000-7000-8000-000000000000' }])(
  'it takes a number or a contact, not %j',
  async (named) => {
    await expect(add(named)).rejects.toMatchObject({ code: 'validation_failed' });
  },
);

test('START lifts a keyword STOP, and no operator’s', async () => {
  await sending.campaign({ contacts: 1 });

  await write('STOP');
  await write('START');
  const afterKeyword = await stateNow();
  await addPhone();
  const answer = await write('START');

  expect(afterKeyword).toBe('OPT_IN');
  expect(answer).not.toContain('<Message>');
  expect(await stateNow()).toBe('STOP');
  expect(await list()).toMatchObject([{ source: 'operator' }]);
});

test('a keyword STOP beside an operator’s is lifted by neither START nor an import’s word, only by new evidence', async () => {
  await sending.campaign({ contacts: 1 });
  await addPhone();
  await write('stop');
  await write('yes');
  const afterStart = await stateNow();

  const consent_evidence = { source: 'signup form', text: 'I want them again' };
  await sending.call('messaging.contacts.update', { phone_e164: phone, consent_state: 'OPT_IN', consent_evidence });

  expect(afterStart).toBe('STOP');
  expect(await stateNow()).toBe('OPT_IN');
  expect(await list()).toEqual([]);
});

test('the carrier’s OptOutType wins over the text: STOP in a language that is no keyword, START likewise', async () => {
  await sending.campaign({ contacts: 1 });

  const stopped = await write('ARRET', 'STOP');
  const afterStop = await stateNow();
  await write('hello again', 'START');

  expect(stopped).not.toContain('<Message>');
  expect(afterStop).toBe('STOP');
  expect(await stateNow()).toBe('OPT_IN');
});

test('a STOP that only the carrier knew of (21610) is not lifted by START', async () => {
  const id = await sending.campaign({ contacts: 1 });
  sending.carrier.answer = () => ({ kind: 'refused', code: 21_610 });
  await carryRunOn(sending, await triggerRun(sending, id));

  await write('START');

  expect(await stateNow()).toBe('STOP');
  expect(await list()).toMatchObject([{ source: 'provider', evidence: { error_code: 21_610 } }]);
});

test('a sent message leads to the consent in force when it began, whatever came later', async () => {
  const id = await sending.campaign({ contacts: 1, content: 'Hi' });
  const consent_evidence = { source: 'signup form', text: 'Yes please' };
  await sending.call('messaging.contacts.update', { phone_e164: phone, consent_state: 'OPT_IN', consent_evidence });
  await carryRunOn(sending, await triggerRun(sending, id));
  await write('STOP');

  const messages = await sending.call('messaging.messages.list', {});
  const [message] = messages['items'] as { id: string }[]; // as the contract says
  const detail = await sending.call('messaging.messages.get', { message_id: message?.id });

  expect(detail['consent']).toMatchObject({
    ...{ state: 'OPT_IN', source: 'api', at: '2026-03-10T12:00:00.000Z' },
    evidence: { given: { source: 'signup form', text: 'Yes please' } },
  });
});
