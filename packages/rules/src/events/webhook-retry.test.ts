import { expect, test } from 'vitest';
import { isWebhookTaken, retryAfterMsOf, unknownEventNames, wantsEvent, webhookRetryDelayMs } from './webhook-retry.ts';

test('the gaps between attempts grow to 24 hours, then there are no more', () => {
  expect(webhookRetryDelayMs(1, 0)).toBe(5000);
  expect(webhookRetryDelayMs(9, 0)).toBe(86_400_000);
  expect(webhookRetryDelayMs(10, 0)).toBeNull();
});

test('chance makes a gap up to a tenth shorter, never longer', () => {
  expect(webhookRetryDelayMs(9, 0.5)).toBe(82_080_000);
  expect(webhookRetryDelayMs(9, 0.999_999)).toBeGreaterThan(77_759_999);
});

test('an endpoint may ask for more than the planned gap, for 24 hours at most, and for no further attempt', () => {
  expect(webhookRetryDelayMs(1, 0, 60_000)).toBe(60_000);
  expect(webhookRetryDelayMs(2, 0, 1000)).toBe(300_000);
  expect(webhookRetryDelayMs(1, 0, 999_999_999_000)).toBe(86_400_000);
  expect(webhookRetryDelayMs(10, 0, 1000)).toBeNull();
});

test('Retry-After is seconds or a date of HTTP, and nothing else', () => {
  const nowMs = Date.parse('2026-03-15T07:00:00Z');
  expect(retryAfterMsOf('120', nowMs)).toBe(120_000);
  expect(retryAfterMsOf('Sun, 15 Mar 2026 07:01:00 GMT', nowMs)).toBe(60_000);
  expect(retryAfterMsOf('Sun, 15 Mar 2026 06:00:00 GMT', nowMs)).toBe(0);
  for (const odd of [null, '', '-5', '1.5', 'soon', 'Monday']) expect(retryAfterMsOf(odd, nowMs)).toBeNull();
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

test('a name or a beginning that no event has is told', () => {
  const known = ['a.b.made', 'a.c.made'];
  expect(unknownEventNames(['a.b.made', 'a.*', 'a.c.*'], known)).toEqual([]);
  expect(unknownEventNames(['a.b', 'a.b.mode', 'b.*', 'a.b.made.*'], known)).toEqual([
    'a.b',
    'a.b.mode',
    'b.*',
    'a.b.made.*',
  ]);
});
