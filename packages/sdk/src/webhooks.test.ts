import { expect, test } from 'vitest';
import { WebhookVerificationError } from './http/errors.ts';
import { signWebhook, verifyWebhook } from './webhooks.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"test": 2432232314}';
// The example of the Standard Webhooks libraries.
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const now = 1_614_265_330_000;
const headers = {
  'webhook-id': id,
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

test('signs and verifies as the standard does', async () => {
  expect(await signWebhook({ body, secret, id, now })).toEqual(headers);
  expect(await verifyWebhook({ headers, body, secret, now })).toEqual({ test: 2432232314 });
  expect(
    await verifyWebhook({ headers: new Headers(headers), body: new TextEncoder().encode(body), secret, now }),
  ).toEqual({ test: 2432232314 });
});

test('while a secret is replaced, either side may know both', async () => {
  const next = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const both = `v1a,xyz v1,AAAA ${headers['webhook-signature']}`;

  await verifyWebhook({ headers, body, secret: [next, secret], now });
  await verifyWebhook({ headers: { ...headers, 'webhook-signature': both }, body, secret, now });
});

test.each([
  ['another body', { body: '{"test": 1}' }],
  ['another secret', { secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['another id', { headers: { ...headers, 'webhook-id': 'msg_other' } }],
  ['another time', { headers: { ...headers, 'webhook-timestamp': '1614265331' } }],
  ['a time that is none', { headers: { ...headers, 'webhook-timestamp': 'soon' } }],
  ['no signature', { headers: { ...headers, 'webhook-signature': '' } }],
  [
    'a signature of another kind',
    { headers: { ...headers, 'webhook-signature': headers['webhook-signature'].replace('v1', 'v2') } },
  ],
  ['a signature that is no base64', { headers: { ...headers, 'webhook-signature': 'v1,***' } }],
  ['an old webhook', { now: now + 301_000 }],
  ['a webhook from the future', { now: now - 301_000 }],
])('refuses %s', async (_what, change) => {
  await expect(verifyWebhook({ headers, body, secret, now, ...change })).rejects.toBeInstanceOf(
    WebhookVerificationError,
  );
});

test('an empty secret is a mistake of the receiver, not a key', async () => {
  await expect(verifyWebhook({ headers, body, secret: '', now })).rejects.toBeInstanceOf(TypeError);
});
