import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isQuiet, nextOpen } from './quiet-hours.ts';

const night = { start: '22:00', end: '08:00' };
const newYork = ['America/New_York'];

test('quiet hours hold their start and not their end, across midnight', () => {
  const quietAt = (time: string) => isQuiet(new Date(`2026-06-10T${time}Z`), night, ['UTC']);

  expect(['21:59:59.999', '22:00', '00:00', '07:59:59.999', '08:00'].map(quietAt)).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

test('equal ends mean no quiet hours', () => {
  const at = new Date('2026-06-10T22:00:00Z');

  expect(isQuiet(at, { start: '22:00', end: '22:00' }, ['UTC'])).toBe(false);
  expect(nextOpen(at, { start: '22:00', end: '22:00' }, ['UTC'], null)).toEqual(at);
});

test('it is quiet when any zone is', () => {
  const at = new Date('2026-06-10T03:00:00Z');

  expect(isQuiet(at, night, ['America/Los_Angeles'])).toBe(false);
  expect(isQuiet(at, night, ['America/Los_Angeles', ...newYork])).toBe(true);
});

test('the next open instant suits every zone', () => {
  const at = new Date('2026-06-10T03:00:00Z');

  const open = nextOpen(at, night, ['America/Los_Angeles', ...newYork], null);

  expect(open?.toISOString()).toBe('2026-06-10T15:00:00.000Z');
});

test('nothing opens at or after the limit', () => {
  const at = new Date('2026-06-10T03:00:00Z');

  expect(nextOpen(at, night, newYork, new Date('2026-06-10T12:00:00Z'))).toBeNull();
  expect(nextOpen(at, night, newYork, new Date('2026-06-10T12:00:00.001Z'))?.toISOString()).toBe(
    '2026-06-10T12:00:00.000Z',
  );
  expect(nextOpen(at, night, ['UTC'], at)).toBeNull();
});

test('zones that never open together give null', () => {
  const zones = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'];

  expect(nextOpen(new Date('2026-06-10T03:00:00Z'), { start: '16:00', end: '08:00' }, zones, null)).toBeNull();
});

test('a time that is not HH:MM is refused', () => {
  expect(() => isQuiet(new Date(0), { start: '24:00', end: '08:00' }, ['UTC'])).toThrow(RangeError);
});

describe('daylight saving', () => {
  test('an end inside a gap moves forward by the gap', () => {
    const open = nextOpen(new Date('2026-03-08T06:00:00Z'), { start: '22:00', end: '02:30' }, newYork, null);

    expect(open?.toISOString()).toBe('2026-03-08T07:30:00.000Z');
  });

  test('an end that happens twice is the first of the two', () => {
    const quiet = { start: '22:00', end: '01:30' };

    expect(nextOpen(new Date('2026-11-01T04:00:00Z'), quiet, newYork, null)?.toISOString()).toBe(
      '2026-11-01T05:30:00.000Z',
    );
    expect(isQuiet(new Date('2026-11-01T06:15:00Z'), quiet, newYork)).toBe(false);
  });

  test('a start that happens twice is the first of the two, and quiet lasts through the second', () => {
    const quiet = { start: '01:30', end: '08:00' };

    expect(isQuiet(new Date('2026-11-01T05:30:00Z'), quiet, newYork)).toBe(true);
    expect(isQuiet(new Date('2026-11-01T06:10:00Z'), quiet, newYork)).toBe(true);
    expect(isQuiet(new Date('2026-11-01T13:00:00Z'), quiet, newYork)).toBe(false);
  });
});

test('the next open instant is open, not early, and nothing before it is open', () => {
  const times = fc
    .integer({ min: 0, max: 95 })
    .map((quarter) => `${`0${Math.floor(quarter / 4)}`.slice(-2)}:${['00', '15', '30', '45'][quarter % 4]}`);
  const zones = fc.subarray(['America/New_York', 'Australia/Lord_Howe', 'Europe/Berlin', 'Asia/Kolkata'], {
    minLength: 1,
  });
  const starts = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 });
  fc.assert(
    fc.property(starts, fc.tuple(times, times), zones, (minute, [start, end], places) => {
      const at = new Date(minute * 60_000);
      const open = nextOpen(at, { start, end }, places, null);
      if (open === null) return isQuiet(at, { start, end }, places);
      const waited = open.getTime() - at.getTime();
      const earlier = [0.1, 0.5, 0.9, 0.999].map((share) => new Date(at.getTime() + Math.floor(waited * share)));
      return (
        waited >= 0 &&
        !isQuiet(open, { start, end }, places) &&
        (waited === 0 || earlier.every((time) => isQuiet(time, { start, end }, places)))
      );
    }),
    { numRuns: 300 },
  );
});
