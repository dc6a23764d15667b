import { expect, test } from 'vitest';
import { instantTextMs } from './instant-text.ts';

const iso = (text: string, zone = 'UTC') => {
  const atMs = instantTextMs(text, zone);
  return Number.isNaN(atMs) ? null : new Date(atMs).toISOString();
};

test('an offset decides, whatever the zone', () => {
  expect(iso('2026-03-15T09:00:00Z', 'Asia/Tokyo')).toBe('2026-03-15T09:00:00.000Z');
  expect(iso('2026-03-15T09:00:00.5+02:00')).toBe('2026-03-15T07:00:00.500Z');
  expect(iso('2026-03-15T09:00+0200')).toBe('2026-03-15T07:00:00.000Z');
});

test('without one the clocks of the zone are meant, as Python writes them', () => {
  expect(iso('2026-03-15T09:00:00.123456', 'Europe/Berlin')).toBe('2026-03-15T08:00:00.123Z');
  expect(iso('2026-03-15', 'Europe/Berlin')).toBe('2026-03-14T23:00:00.000Z');
});

test('what is no instant, or no day of the calendar, is NaN', () => {
  for (const text of ['', 'now', '2026-02-30T00:00:00Z', '2026-13-01', '2026-03-15T25:00:00', '15.03.2026'])
    expect(iso(text)).toBeNull();
});

test('the form that most programs write is read as every other', () => {
  for (const day of [
    '2026-01-01',
    '2026-02-28',
    '2026-02-29',
    '2024-02-29',
    '2026-12-31',
    '2026-00-10',
    '2026-13-10',
    '2026-01-00',
    '0049-01-02',
  ])
    for (const time of ['00:00:00', '23:59:59', '24:00:00', '09:60:00', '09:00:60', '0a:00:00', '09.00:00'])
      for (const fraction of ['', '.000', '.123', '.1a3', ',123'])
        expect(`${day}T${time}${fraction}Z: ${iso(`${day}T${time}${fraction}Z`)}`).toBe(
          // The same instant, written as the quick way does not know it.
          `${day}T${time}${fraction}Z: ${iso(`${day}T${time}${fraction}+00:00`)}`,
        );
});
