import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketEnd, bucketStart } from './range-plan.ts';
import { isPartial, queryRange, windowEnd } from './query-range.ts';

const asked = { start: '2026-03-01T00:00:00Z', end: '2026-03-02T00:00:00Z', granularity: 3600, zone: 'UTC' };
const at = (text: string) => Date.parse(text);

test('a range is half open; without an offset it is on the clock of the zone', () => {
  expect(queryRange(asked)).toEqual({ ok: true, fromMs: at(asked.start), toMs: at(asked.end) });
  expect(queryRange({ ...asked, start: '2026-03-01T00:00:00', zone: 'Europe/Berlin' })).toMatchObject({
    fromMs: at('2026-02-28T23:00:00Z'),
  });
});

test('a reversed or an empty range is refused at its end', () => {
  expect(queryRange({ ...asked, end: asked.start })).toMatchObject({ ok: false, end: 'end', code: 'range_reversed' });
  expect(queryRange({ ...asked, end: '2026-02-30T00:00:00Z' })).toMatchObject({ ok: false, code: 'no_instant' });
});

test('five years are a range, a day more is not', () => {
  const days = { ...asked, granularity: 86_400, start: '2020-01-01T00:00:00Z' };

  expect(queryRange({ ...days, end: '2025-01-01T00:00:00Z' }).ok).toBe(true);
  expect(queryRange({ ...days, end: '2025-01-03T00:00:00Z' })).toMatchObject({ ok: false, code: 'range_too_long' });
});

test('more than 50,000 buckets are refused, with a granularity that would do', () => {
  const year = { ...asked, end: '2027-03-01T00:00:00Z', granularity: 60 };
  const refused = queryRange(year);

  expect(refused).toMatchObject({ ok: false, code: 'too_many_buckets' });
  const enough = Number(/granularity of (\d+) s/.exec(refused.ok ? '' : refused.detail)?.[1]);
  expect(queryRange({ ...year, granularity: enough }).ok).toBe(true);
});

test('a bucket that the range or the present cuts is partial', () => {
  const grid = { fromMs: at('2026-03-01T00:30:00Z'), toMs: at('2026-03-01T04:30:00Z'), granularity: 3600, zone: 'UTC' };
  const partial = (hour: number, now = '2026-04-01T00:00:00Z') =>
    isPartial(at(`2026-03-01T0${hour}:00:00Z`), grid, at(now));

  expect([0, 1, 2, 3, 4].map((hour) => partial(hour))).toEqual([true, false, false, false, true]);
  expect([1, 2].map((hour) => partial(hour, '2026-03-01T02:30:00Z'))).toEqual([false, true]);
});

test('windows cover a range without gaps, and cut at buckets alone', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
  const ranges = fc.record({
    fromMs: fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2026-01-01T00:00:00Z') }),
    lengthMs: fc.integer({ min: 1, max: 40 * 86_400_000 }),
    granularity: fc.constantFrom(60, 90, 3600, 5400, 86_399, 86_400),
    zone: zones,
    buckets: fc.integer({ min: 1, max: 100_000 }),
  });
  fc.assert(
    fc.property(ranges, ({ fromMs, lengthMs, buckets, granularity, zone }) => {
      const toMs = fromMs + lengthMs;
      const [step] = [Math.max(buckets, Math.ceil(lengthMs / (granularity * 1000) / 200))];
      for (let from = fromMs; from < toMs;) {
        const to = windowEnd({ fromMs: from, toMs, granularity, zone }, step);
        expect(to).toBeGreaterThan(from);
        expect([toMs, bucketStart(to, granularity, zone)]).toContain(to);
        expect(to).toBeLessThanOrEqual(
          Math.max(from + (step + 2) * granularity * 1000, bucketEnd(from, granularity, zone)),
        );
        from = to;
      }
    }),
  );
});
