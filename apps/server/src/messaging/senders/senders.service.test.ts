import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../testing/database.ts';
import { openTestServices, type InputOf, type TestServices } from '../../testing/services.ts';

let services: TestServices;
let bearer: string;
const opened = openTestDatabase();

beforeAll(async () => {
  services = await openTestServices(await opened);
  const account = { email: 'ann@example.com', password: 'correct horse battery', full_name: 'Ann' };
  bearer = (await services.call('auth.register', { ...account, workspace_name: 'Ann' })).access_token;
});
afterAll(async () => {
  await services[Symbol.asyncDispose]();
  await (await opened)[Symbol.asyncDispose]();
});

type Put = InputOf<'messaging.senders.put'>;

const put = (more: Partial<Put>) =>
  services.call(
    'messaging.senders.put',
    {
      ...{ sender_id: 'main', phone_e164: '+15550001111', account_sid: `AC${'1'.repeat(32)}`, auth_token: 'hush' },
      ...more,
    },
    { bearer },
  );

test('prices are kept to the millionth, stay when they are left out, and go with null', async () => {
  const prices = { currency: 'EUR', per_part: 0.0079, by_prefix: { '+49': 0.075_123, '+1': 0 } };

  const set = await put({ prices });
  const kept = await put({ burst: 5 });
  const listed = await services.call('messaging.senders.list', {}, { bearer });
  const forgotten = await put({ prices: null });

  expect([set.prices, kept.prices, listed.items[0]?.prices]).toEqual([prices, prices, prices]);
  expect(forgotten.prices).toBeNull();
});

test.each([
  { currency: 'euro', per_part: 1, by_prefix: {} },
  { currency: 'EUR', per_part: -1, by_prefix: {} },
  { currency: 'EUR', per_part: null, by_prefix: { '49': 1 } },
])('prices that cannot be are refused: %j', async (prices) => {
  await expect(put({ prices })).rejects.toMatchObject({ code: 'validation_failed' });
});

test('each sender tells the address that its carrier is to be given', async () => {
  const sms = await put({});
  const { items } = await services.call('messaging.senders.list', {}, { bearer });

  expect(sms.webhook_url).toMatch(/^https?:\/\/.+\/api\/v1\/hooks\/twilio\/inbound$/);
  expect(items[0]?.webhook_url).toBe(sms.webhook_url);
});
