import { expect, test } from 'vitest';
import { prefixesOf } from './event-names.ts';

test('a beginning is offered where several names share it', () => {
  const names = ['messaging.campaigns.started', 'messaging.campaigns.paused', 'messaging.inbound.received'];

  expect(prefixesOf(names)).toEqual(['messaging.campaigns.*']);
});
