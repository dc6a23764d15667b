import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../lib/ids.ts';
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

test('a change keeps what it does not mention, and null takes a default away', async () => {
  const bearer = await newOwner();
  const quiet = { start: '21:00', end: '08:00' };
  const update = (input: object) => people.call('workspace.settings.update', input, { bearer });

  await update({ default_quiet_hours: quiet, default_sender_id: 'main' });
  await update({ name: 'New name' });
  const kept = await people.call('workspace.settings.get', {}, { bearer });
  const taken = await update({ default_sender_id: null });

  expect(kept).toMatchObject({
    name: 'New name',
    time_zone: 'Europe/Berlin',
    default_quiet_hours: quiet,
    default_sender_id: 'main',
    allow_private_links: false,
  });
  expect(taken).toMatchObject({ default_quiet_hours: quiet, default_sender_id: null });
});

test('an unknown sender, time zone or forbidden link is refused', async () => {
  const bearer = await newOwner();
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
