import { expect, test } from 'vitest';
import { isWebhookTaken, wantsEvent, webhookRetryDelayMs } from './webhook-retry.ts';

test('the gaps between attempts grow to 24 hours, then there are no more', () => {
  expect(webhookRetryDelayMs(1, 0)).toBe(5000);
  expect(webhookRetryDelayMs(9, 0)).toBe(86_400_000);
  expect(webhookRetryDelayMs(10, 0)).toBeNull();
});

test('chance makes a gap up to a tenth shorter, never longer', () => {
  expect(webhookRetryDelayMs(9, 0.5)).toBe(82_080_000);
  expect(webhookRetryDelayMs(9, 0.999_999)).toBeGreaterThan(77_759_999);
});

test('only an answer of 200 to 299 takes the message', () => {
  expect([null, 199, 200, 204, 299, 301, 410, 500].filter(isWebhookTaken)).toEqual([200, 204, 299]);
});

test('events are wanted by name or by their beginning, and all of them when none is named', () => {
  expect(wantsEvent([], 'a.b.c')).toBe(true);
  expect(wantsEvent(['a.b.c'], 'a.b.c')).toBe(true);
  expect(wantsEvent(['a.b.*'], 'a.b.c')).toBe(true);
  expect(wantsEvent(['a.b.*'], 'a.bc.d')).toBe(false);
});
