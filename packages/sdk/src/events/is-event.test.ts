import { expect, expectTypeOf, test } from 'vitest';
import type { LoggedEvent } from '../generated/events/schemas.ts';
import { isEvent } from './is-event.ts';

const event = { sequence: 1, id: 'e1', at: '2026-03-15T07:00:00.000Z', data: { campaign_id: 'c1', run: 1 } };

test('an event of a kind has the data of that kind', () => {
  const completed: LoggedEvent = { ...event, name: 'messaging.campaigns.completed' };
  const read = isEvent(completed, 'messaging.campaigns.completed') ? completed.data : null;

  expectTypeOf(read).toEqualTypeOf<{ campaign_id: string; run: number } | null>();
  expect(read).toEqual({ campaign_id: 'c1', run: 1 });
});

test('an event of another kind, or of one that came later, is not of it', () => {
  expect(isEvent({ ...event, name: 'messaging.campaigns.started' }, 'messaging.campaigns.completed')).toBe(false);
  expect(isEvent({ ...event, name: 'ads.rules.fired' }, 'messaging.campaigns.completed')).toBe(false);
});
