import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, isFailed, isFinal, messageStatuses, providerStatuses, providerStatusOf } from './message-status.ts';

test('a message passes its states in order', () => {
  const path = [
    'planned',
    'claimed',
    'calling',
    'unconfirmed',
    'accepted',
    'queued',
    'sending',
    'sent',
    'delivered',
    'read',
  ] as const;

  for (const [index, status] of path.entries()) {
    for (const earlier of path.slice(0, index)) {
      expect(advance(earlier, status)).toBe(status);
      expect(advance(status, earlier)).toBe(status);
    }
  }
});

test('undelivered, failed and canceled end a message', () => {
  for (const ended of ['undelivered', 'failed', 'canceled'] as const) {
    expect(advance('sent', ended)).toBe(ended);
    expect(advance('delivered', ended)).toBe('delivered');
    for (const status of providerStatuses) expect(advance(ended, status)).toBe(ended);
  }
});

test('callbacks of one message end in the same state in any order, repeated or not', () => {
  const callbacks = fc.array(fc.constantFrom('queued', 'sending', 'sent', 'delivered', 'read'), { minLength: 1 });
  fc.assert(
    fc.property(callbacks, (statuses) => {
      const end = statuses.reduce<(typeof messageStatuses)[number]>(advance, 'calling');
      const sorted = [...new Set(statuses)].sort((a, b) => messageStatuses.indexOf(a) - messageStatuses.indexOf(b));
      return end === sorted.reduce<(typeof messageStatuses)[number]>(advance, 'calling');
    }),
  );
});

test('failed is failed and undelivered; sent is in flight', () => {
  expect(messageStatuses.filter(isFailed)).toEqual(['undelivered', 'failed']);
  expect(messageStatuses.filter(isFinal)).toEqual([
    'excluded',
    'expired',
    'delivered',
    'read',
    'undelivered',
    'failed',
    'canceled',
  ]);
});

test("the provider's words are read in any case, unknown ones refused", () => {
  expect([providerStatusOf('DELIVERED'), providerStatusOf('scheduled'), providerStatusOf('received')]).toEqual([
    'delivered',
    'accepted',
    null,
  ]);
});
