import { expect, test } from 'vitest';
import { nearNames } from './near-names.ts';

const known = ['messaging.campaigns.completed', 'messaging.campaigns.cancelled', 'messaging.messages.delivered', 'a.b'];

test.each([
  ['messaging.campaigns.complete', ['messaging.campaigns.completed']],
  ['Messaging.Campaigns.Canceled', ['messaging.campaigns.cancelled']],
  ['messaging.message.delivered', ['messaging.messages.delivered']],
  ['campaigns.messaging.completed', ['messaging.campaigns.completed']],
  ['messaging.campaigns.cmopleted', ['messaging.campaigns.completed']],
])('%s may be meant for %j', (name, [first]) => {
  expect(nearNames(name, known)[0]).toBe(first);
});

test('what is like nothing there is has no near names', () => {
  expect(nearNames('inventory.shelves.emptied', known)).toEqual([]);
});

test('no more are told than asked for', () => {
  expect(nearNames('ax', ['aa', 'ab', 'ac', 'ad'], 2)).toEqual(['aa', 'ab']);
});
