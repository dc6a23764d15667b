import { expect, test } from 'vitest';
import { newWebhookSecret, webhookHeaders } from './standard-webhooks.ts';

test('a message is signed as the published example of Standard Webhooks is', () => {
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: new Date(1_614_265_330_000),
    body: '{"test": 2432232314}',
  };

  expect(webhookHeaders(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('while two secrets are valid a message carries a signature of each', () => {
  const [current, previous] = [newWebhookSecret(), newWebhookSecret()];
  const message = { id: 'a', at: new Date(0), body: '{}' };
  const alone = (secret: string) => webhookHeaders(message, [secret])['webhook-signature'];

  const both = webhookHeaders(message, [current, previous])['webhook-signature'];

  expect(both).toBe(`${alone(current)} ${alone(previous)}`);
});
