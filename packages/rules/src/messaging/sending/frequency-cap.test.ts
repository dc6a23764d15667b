import { expect, test } from 'vitest';
import { isCapped } from './frequency-cap.ts';

const at = new Date('2026-03-29T12:00:00Z');
const hoursAgo = (...hours: number[]) => hours.map((hour) => new Date(at.getTime() - hour * 3_600_000));

test('a cap is met by as many messages as it names, within its days', () => {
  const cap = { messages: 2, days: 1 };

  expect(isCapped([cap], hoursAgo(1), at)).toBe(false);
  expect(isCapped([cap], hoursAgo(1, 23.999), at)).toBe(true);
  expect(isCapped([cap], hoursAgo(1, 24), at)).toBe(false);
});

test('of several caps the strictest counts, and none leaves everybody be', () => {
  const begun = hoursAgo(1, 100, 101);

  expect(isCapped([{ messages: 2, days: 1 }], begun, at)).toBe(false);
  expect(
    isCapped(
      [
        { messages: 2, days: 1 },
        { messages: 3, days: 7 },
      ],
      begun,
      at,
    ),
  ).toBe(true);
  expect(isCapped([], begun, at)).toBe(false);
});
