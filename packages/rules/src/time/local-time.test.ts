import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, isTimeZone, localDay, localToInstant, offsetMinutes, startOfLocalDay } from './local-time.ts';

test('a wall time is read in its zone', () => {
  expect(localToInstant('2026-07-01T09:00', 'Europe/Berlin').toISOString()).toBe('2026-07-01T07:00:00.000Z');
  expect(localToInstant('2026-07-01T09:00:30', 'Asia/Kathmandu').toISOString()).toBe('2026-07-01T03:15:30.000Z');
});

test('a time in a gap moves forward by the gap', () => {
  expect(localToInstant('2026-03-08T02:30', 'America/New_York').toISOString()).toBe('2026-03-08T07:30:00.000Z');
  expect(localToInstant('2011-12-30T12:00', 'Pacific/Apia').toISOString()).toBe('2011-12-30T22:00:00.000Z');
  expect(localToInstant('2026-10-04T02:10', 'Australia/Lord_Howe').toISOString()).toBe('2026-10-03T15:40:00.000Z');
});

test('a time that happens twice means the first', () => {
  expect(localToInstant('2026-11-01T01:30', 'America/New_York').toISOString()).toBe('2026-11-01T05:30:00.000Z');
  expect(localToInstant('2026-10-25T02:30', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
});

test.each(['2026-02-30T10:00', '2026-13-01T10:00', '2026-01-01T24:00', '2026-01-01', '2026-01-01T9:00', ''])(
  '"%s" is refused',
  (text) => {
    expect(() => localToInstant(text, 'UTC')).toThrow(RangeError);
  },
);

test('an unknown zone is refused', () => {
  expect(() => offsetMinutes(new Date(0), 'Mars/Base')).toThrow(RangeError);
  expect([isTimeZone('Mars/Base'), isTimeZone('Mars/Base'), isTimeZone('Europe/Rome')]).toEqual([false, false, true]);
});

test('the local day is that of the zone', () => {
  const at = new Date('2026-01-01T02:00:00Z');

  expect(localDay(at, 'America/New_York')).toBe('2025-12-31');
  expect(localDay(at, 'Pacific/Kiritimati')).toBe('2026-01-01');
});

test('offsets follow daylight saving to the minute', () => {
  expect(offsetMinutes(new Date('2026-03-29T00:59:59.999Z'), 'Europe/Berlin')).toBe(60);
  expect(offsetMinutes(new Date('2026-03-29T01:00:00.000Z'), 'Europe/Berlin')).toBe(120);
  expect(offsetMinutes(new Date('2026-06-01T00:00:00Z'), 'America/St_Johns')).toBe(-150);
});

test('local days have 23, 24 or 25 hours', () => {
  const hours = (day: string) =>
    (startOfLocalDay(addDays(day, 1), 'Europe/Berlin').getTime() - startOfLocalDay(day, 'Europe/Berlin').getTime()) /
    3_600_000;

  expect([hours('2026-03-29'), hours('2026-03-30'), hours('2026-10-25')]).toEqual([23, 24, 25]);
});

test('a day whose midnight is skipped begins at the end of the gap', () => {
  expect(startOfLocalDay('2024-04-26', 'Africa/Cairo').toISOString()).toBe('2024-04-25T22:00:00.000Z');
});

test('an instant survives the way to its wall time and back, unless it is the second of a fold', () => {
  const zones = fc.constantFrom(
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'America/Santiago',
  );
  const minutes = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 });
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const at = new Date(minute * 60_000);
      const wall = new Date(at.getTime() + offsetMinutes(at, zone) * 60_000).toISOString().slice(0, 16);

      const back = localToInstant(wall, zone).getTime();

      const hadFold = offsetMinutes(new Date(at.getTime() - 3 * 3_600_000), zone) > offsetMinutes(at, zone);
      return back === at.getTime() || (hadFold && back < at.getTime());
    }),
    { numRuns: 500 },
  );
});
