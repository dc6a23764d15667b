import { expect, test } from 'vitest';
import { instantsOfDays } from './day-range.ts';

test('days are those of the zone, the last one whole even when its clocks change', () => {
  const range = instantsOfDays({ from: '2026-03-28', until: '2026-03-29' }, 'Europe/Berlin');

  expect(range).toEqual({ from: '2026-03-27T23:00:00.000Z', until: '2026-03-29T22:00:00.000Z' });
});

test('what is no day bounds nothing', () => {
  expect(instantsOfDays({ from: 'yesterday', until: undefined }, 'UTC')).toEqual({});
  expect(instantsOfDays({ from: '2026-13-45', until: '' }, 'UTC')).toEqual({});
});
