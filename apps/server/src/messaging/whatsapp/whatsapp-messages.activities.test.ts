import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { run } from '../../database/sql.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';
import { openWhatsapp, type WhatsappStage } from '../../testing/messaging/whatsapp.ts';
import { whatsappMessageActivities } from './whatsapp-messages.activities.ts';
import { insertWhatsappTemplate } from './whatsapp-templates.store.ts';

const shared = openTestDatabase();
let sending: Sending;
let stage: WhatsappStage;

beforeEach(async () => {
  const db = await shared;
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
  stage = await openWhatsapp(sending);
  await putTemplate('offer', 'MARKETING');
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

async function putTemplate(name: string, category: string): Promise<void> {
  const at = '2026-03-01T00:00:00.000Z';
  await sending.inWorkspace((db) =>
    insertWhatsappTemplate(db, sending.workspaceId, {
      ...{
        id: sending.deps.newId(),
        business_account_id: stage.businessAccountId,
        sender_id: 'whatsapp',
        job_id: null,
      },
      ...{ name, language: 'en', category, status: 'approved', reason: null, header_text: 'For {{1}}' },
      ...{
        body_text: 'Hi {{1}}, {{2}}!',
        footer_text: null,
        header_variable: 'city',
        body_variables: ['name', 'what'],
      },
      ...{ examples: {}, provider_id: name, status_at: at, created_at: at, updated_at: at },
    }),
  );
}

async function person(number: number): Promise<string> {
  const phone_e164 = `+1415555${String(number).padStart(4, '0')}`;
  await sending.call('messaging.contacts.create', { phone_e164, consent_state: 'OPT_IN', time_zone: 'UTC' });
  return phone_e164;
}

const variables = { city: 'Berlin', name: 'Ada', what: 'hello' };

async function asked(phone_e164: string, template_name = 'offer'): Promise<string> {
  const message = { phone_e164, message_type: 'template', template_name, template_variables: variables };
  return String((await sending.call('messaging.whatsappMessages.send', { sender_id: 'whatsapp', ...message }))['id']);
}

const attempt = (messageId: string) =>
  whatsappMessageActivities(stage.deps).attemptWhatsappMessage({ workspaceId: sending.workspaceId, messageId });
const shown = (message_id: string) => sending.call('messaging.messages.get', { message_id });

test('a template goes out with its values in order, and nothing is done twice', async () => {
  const id = await asked(await person(1));

  expect([await attempt(id), await attempt(id)]).toEqual([null, null]);

  expect(stage.platform.sent).toEqual([
    {
      ...{ to: '+14155550001', messageId: id },
      content: { kind: 'template', name: 'offer', language: 'en', headerValue: 'Berlin', bodyValues: ['Ada', 'hello'] },
    },
  ]);
  expect(await shown(id)).toMatchObject({ status: 'accepted', channel: 'whatsapp', body: 'Hi Ada, hello!' });
});

test('an attempt that finds a call of another makes none: it waits for news, then holds the message', async () => {
  const id = await asked(await person(1));
  stage.platform.answer = () => Promise.reject(new Error('the process dies'));
  await expect(attempt(id)).rejects.toThrow('dies');
  stage.platform.answer = null;

  expect(await attempt(id)).toBeGreaterThan(0);
  expect(await shown(id)).toMatchObject({ status: 'unconfirmed' });
  sending.turnClock(61_000);
  expect(await attempt(id)).toBeNull();

  expect(await shown(id)).toMatchObject({ status: 'held', reason: 'unconfirmed' });
  expect(stage.platform.sent).toHaveLength(1);
});

test('a limit is waited out; a refused token ends the message and says so', async () => {
  const [limited, refused] = [await asked(await person(1)), await asked(await person(2))];
  stage.platform.answer = () => ({ kind: 'not_accepted', retryAfterMs: 6000 });
  expect(await attempt(limited)).toBe(6000);
  expect(await attempt(limited)).toBe(6000);
  sending.turnClock(6000);
  stage.platform.answer = null;
  expect(await attempt(limited)).toBeNull();

  stage.platform.answer = () => ({ kind: 'unauthorised' });
  expect(await attempt(refused)).toBeNull();

  expect(await shown(limited)).toMatchObject({ status: 'accepted' });
  expect(await shown(refused)).toMatchObject({ status: 'failed', reason: 'carrier_refused_credentials' });
  expect(stage.platform.sent.map(({ messageId }) => messageId)).toEqual([limited, limited, refused]);
});

test('what changed since it was asked for decides: a STOP, a paused template, quiet hours', async () => {
  const [stopped, paused, quiet] = [
    await asked(await person(1)),
    await asked(await person(2)),
    await asked(await person(3)),
  ];
  await sending.call('messaging.suppressions.add', { phone_e164: '+14155550001', reason: 'asked by phone' });
  expect(await attempt(stopped)).toBeNull();

  const setQuiet = (start: string, end: string) =>
    sending.inWorkspace((db) =>
      run(
        db,
        sql`update workspaces set settings = settings || ${JSON.stringify({ default_quiet_hours: { start, end } })}::jsonb where id = ${sending.workspaceId}`,
      ),
    );
  await setQuiet('11:00', '13:00');
  expect(await attempt(quiet)).toBe(15 * 60_000);
  expect(await shown(quiet)).toMatchObject({ status: 'planned', reason: 'quiet_hours' });
  await setQuiet('00:00', '00:00');
  expect(await attempt(quiet)).toBeNull();
  await sending.inWorkspace((db) => run(db, sql`update messaging_whatsapp_templates set status = 'paused'`));
  expect(await attempt(paused)).toBeNull();

  expect(await shown(stopped)).toMatchObject({ status: 'excluded', reason: 'stopped' });
  expect(await shown(paused)).toMatchObject({ status: 'excluded', reason: 'template_not_approved' });
  expect(await shown(quiet)).toMatchObject({ status: 'accepted', reason: null });
  expect(stage.platform.sent).toHaveLength(1);
});

test('the workspace’s frequency cap counts for marketing, over all channels, and not for what a person asked to be told', async () => {
  await putTemplate('receipt', 'UTILITY');
  const phone = await person(1);
  const cap = { frequency_cap: { messages: 1, days: 7 } };
  await sending.inWorkspace((db) =>
    run(
      db,
      sql`update workspaces set settings = settings || ${JSON.stringify(cap)}::jsonb where id = ${sending.workspaceId}`,
    ),
  );
  const [first, second, third] = [await asked(phone), await asked(phone), await asked(phone, 'receipt')];

  for (const id of [first, second, third]) await attempt(id);

  expect(await shown(first)).toMatchObject({ status: 'accepted' });
  expect(await shown(second)).toMatchObject({ status: 'excluded', reason: 'frequency_capped' });
  expect(await shown(third)).toMatchObject({ status: 'accepted' });
});

test('a sender’s rate holds for single messages, too', async () => {
  stage = await openWhatsapp(sending, { ratePerSecond: 1 });
  const ids = [await asked(await person(1)), await asked(await person(2)), await asked(await person(3))];

  const waits = [];
  for (const id of ids) waits.push(await attempt(id));

  expect(waits.slice(0, 1)).toEqual([null]);
  expect(waits.at(-1)).toBeGreaterThan(0);
  expect(stage.platform.sent.length).toBeLessThan(3);
});

test.each([
  ['a variable is missing', { template_variables: { name: 'Ada', what: 'x' } }, '/template_variables/city'],
  ['a variable is unknown', { template_variables: { ...variables, zip: '1' } }, '/template_variables/zip'],
  ['a value breaks the line', { template_variables: { ...variables, what: 'a\nb' } }, '/template_variables/what'],
  ['two recipients are named', { contact_number: 1 }, '/contact_id'],
  ['a template has text', { text: 'Hello' }, '/text'],
])('a message is refused when %s', async (_what, more, pointer) => {
  const message = { message_type: 'template', template_name: 'offer', template_variables: variables };
  const input = { sender_id: 'whatsapp', phone_e164: await person(1), ...message, ...more };

  await expect(sending.call('messaging.whatsappMessages.send', input)).rejects.toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer }],
  });
});
