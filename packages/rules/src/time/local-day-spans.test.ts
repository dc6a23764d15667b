import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketStart } from '../metrics/range-plan.ts';
import { localDaySpans } from './local-day-spans.ts';
import { startOfLocalDay } from './local-time.ts';

const dayMs = 86_400_000;
const zones = [
  'UTC',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'America/Havana',
];

test('the day that spans tell of any instant is its local day', () => {
  const minutes = fc.integer({ min: Date.UTC(2005, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 });
  const changes = fc
    .tuple(
      fc.constantFrom('2010-11-07', '2011-12-30', '2018-02-18', '2026-10-25', '2026-11-01'),
      fc.integer({ min: -2880, max: 2880 }),
    )
    .map(([day, minute]) => Date.parse(day) / 60_000 + minute);
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.oneof(minutes, changes),
      fc.integer({ min: 0, max: 60_000 }),
      (zone, minute, length) => {
        const atMs = minute * 60_000;
        const spans = localDaySpans(atMs - length * 5, atMs + 1 + length * 60_000, zone);
        const offsetMs = spans.find(({ toMs }) => atMs < toMs)?.offsetMs ?? Number.NaN;
        const day = new Date(Math.floor((atMs + offsetMs) / dayMs) * dayMs).toISOString().slice(0, 10);

        expect(startOfLocalDay(day, zone).getTime()).toBe(bucketStart(atMs, dayMs / 1000, zone));
      },
    ),
    { numRuns: 400 },
  );
});

test('spans follow each other to the end of the range, and a zone without changes has one', () => {
  const [fromMs, toMs] = [Date.parse('2026-01-01'), Date.parse('2027-01-01')];

  expect(localDaySpans(fromMs, toMs, 'Asia/Kolkata')).toEqual([{ toMs, offsetMs: 19_800_000 }]);
  expect(localDaySpans(fromMs, toMs, 'Europe/Berlin')).toEqual([
    { toMs: Date.parse('2026-03-29T01:00Z'), offsetMs: 3_600_000 },
    { toMs: Date.parse('2026-10-25T01:00Z'), offsetMs: 7_200_000 },
    { toMs, offsetMs: 3_600_000 },
  ]);
  expect(localDaySpans(toMs, fromMs, 'UTC')).toEqual([]);
});
