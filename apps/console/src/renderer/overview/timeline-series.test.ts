import { expect, test } from 'vitest';
import { hoursUntil, timelineSeries } from './timeline-series.ts';

const words = { delivered: 'Delivered', inFlight: 'In flight', failed: 'Failed' };

test('hours run from the one that holds the beginning to the one that holds now, without a gap', () => {
  expect(hoursUntil('2026-03-15T09:40:00.000Z', new Date('2026-03-15T11:05:00.000Z'))).toEqual([
    '2026-03-15T09:00:00.000Z',
    '2026-03-15T10:00:00.000Z',
    '2026-03-15T11:00:00.000Z',
  ]);
});

test('an hour without messages is zero, and one with some has its counts', () => {
  const at = ['2026-03-15T09:00:00.000Z', '2026-03-15T10:00:00.000Z'];
  const point = {
    ...{ at: '2026-03-15T10:00:00.000Z', messages_sent: 6, messages_delivered: 3, messages_failed: 1 },
    ...{ messages_in_flight: 2, delivery_rate: 60 },
  };

  expect(timelineSeries([point], at, words).map(({ values }) => values)).toEqual([
    [0, 3],
    [0, 2],
    [0, 1],
  ]);
});
