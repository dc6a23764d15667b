import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../lib/ids.ts';
import { putSender } from '../messaging/senders/senders.store.ts';
import { openPeople, type People } from '../testing/people.ts';

let people: People;
beforeAll(async () => {
  people = await openPeople();
});
afterAll(() => people[Symbol.asyncDispose]());

async function newOwner(): Promise<string> {
  const input = {
    email: `${newId()}@example.com`,
    password: 'a password of some length',
    full_name: 'Olga',
    time_zone: 'Europe/Berlin',
  };
  return String((await people.call('auth.register', input))['access_token']);
}

async function addSender(bearer: string, senderId: string, phone = '+15005550006'): Promise<void> {
  const at = people.now().toISOString();
  const { workspace_id } = await people.call('workspace.settings.get', {}, { bearer });
  await people.db.asSystem('test', (db) =>
    putSender(db, {
      workspace_id: String(workspace_id),
      sender_id: senderId,
      kind: 'sms',
      phone_e164: phone,
      account_sid: `AC${'0'.repeat(32)}`,
      auth_token_sealed: 'sealed',
      base_url: 'https://api.twilio.com',
      rate_per_second: 1,
      burst: 1,
      simulated: true,
      created_at: at,
      updated_at: at,
    }),
  );
}

test('a change keeps what it does not mention, and null takes a default away', async () => {
  const bearer = await newOwner();
  const quiet = { start: '21:00', end: '08:00' };
  const update = (input: object) => people.call('workspace.settings.update', input, { bearer });

  await addSender(bearer, 'main');

  const frequency_cap = { messages: 2, days: 7 };
  await update({ default_quiet_hours: quiet, default_sender_id: 'main', frequency_cap });
  await update({ name: 'New name' });
  const kept = await people.call('workspace.settings.get', {}, { bearer });
  const taken = await update({ default_sender_id: null, frequency_cap: null });

  expect(kept).toMatchObject({
    name: 'New name',
    time_zone: 'Europe/Berlin',
    default_quiet_hours: quiet,
    default_sender_id: 'main',
    frequency_cap,
    allow_private_links: false,
  });
  expect(taken).toMatchObject({ default_quiet_hours: quiet, default_sender_id: null, frequency_cap: null });
});

test('an unknown or foreign sender, an unknown time zone and a forbidden link are refused', async () => {
  const bearer = await newOwner();
  await addSender(await newOwner(), 'other', '+15005550007');
  const update = (input: object) => people.call('workspace.settings.update', input, { bearer });

  await expect(update({ default_sender_id: 'other' })).rejects.toMatchObject({ code: 'unprocessable' });
  await expect(update({ allow_private_links: true })).rejects.toMatchObject({ code: 'unprocessable' });
  await expect(update({ time_zone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'validation_failed' });
});

test('settings are each workspace’s own', async () => {
  const [first, second] = [await newOwner(), await newOwner()];

  await people.call('workspace.settings.update', { name: 'First' }, { bearer: first });

  expect((await people.call('workspace.settings.get', {}, { bearer: second }))['name']).not.toBe('First');
});

test('nobody reads settings without signing in', async () => {
  await expect(people.call('workspace.settings.get', {})).rejects.toMatchObject({ code: 'unauthenticated' });
});
