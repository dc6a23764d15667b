import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketEnd, bucketStart, planRange, type RangePiece, type RangeQuestion } from './range-plan.ts';

const zones = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia'];
const granularities = [60, 90, 300, 3600, 5400, 7200, 86_400];

// Around changes of clocks: Berlin's and Lord Howe's of 2026, St John's over midnight of 2010, and the day that Apia left out.
const places = ['2026-03-29', '2026-10-25', '2026-04-05', '2010-11-07', '2011-12-30'].map((day) => Date.parse(day));
const near = fc
  .tuple(fc.integer({ min: -3 * 1440, max: 3 * 1440 }), fc.constantFrom(0, 0, 1, 29_999))
  .map(([minutes, rest]) => minutes * 60_000 + rest);
const instants = fc.tuple(fc.constantFrom(...places), near).map(([place, beside]) => place + beside);

const questions: fc.Arbitrary<RangeQuestion> = fc
  .record({
    place: fc.constantFrom(...places),
    from: near,
    to: near,
    granularity: fc.constantFrom(...granularities),
    zone: fc.constantFrom(...zones),
    dayZone: fc.constantFrom(...zones),
    needsDimensions: fc.boolean(),
  })
  .map(({ place, from, to, ...rest }) => ({ ...rest, fromMs: place + from, toMs: place + to }));

const sizes = { rows: 1, minutes: 60_000, hours: 3_600_000 } as const;

test('pieces tile the range: in order, without gaps, overlaps or empty ones', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const pieces = planRange(question);
      if (question.fromMs >= question.toMs) return pieces.length === 0;
      const starts = [...pieces.map(({ fromMs }) => fromMs), question.toMs];
      const ends = [question.fromMs, ...pieces.map(({ toMs }) => toMs)];
      return starts.every((start, index) => start === ends[index]) && pieces.every(({ fromMs, toMs }) => fromMs < toMs);
    }),
    { numRuns: 300 },
  );
});

test('no total crosses the edge of a bucket or of its piece', () => {
  fc.assert(
    fc.property(questions, (question) => {
      for (const piece of planRange(question))
        for (const [start, end] of totalsOf(piece, question)) {
          expect(start).toBeGreaterThanOrEqual(piece.fromMs);
          expect(end).toBeLessThanOrEqual(piece.toMs);
          const bucket = bucketStart(start, question.granularity, question.zone);
          expect(bucketStart(end - 1, question.granularity, question.zone)).toBe(bucket);
        }
    }),
    { numRuns: 60 },
  );
});

/** The units of a piece, from the first to the last; rows are units of their own and need no look. */
function totalsOf({ source, fromMs, toMs }: RangePiece, { dayZone }: RangeQuestion): readonly [number, number][] {
  if (source === 'rows') return [];
  const units: [number, number][] = [];
  for (let at = fromMs; at < toMs;) {
    const end = source === 'days' ? bucketEnd(at, 86_400, dayZone) : at + sizes[source];
    units.push([at, end]);
    at = end;
  }
  return units;
}

test('an instant lies in its bucket, and buckets follow each other', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...granularities), fc.constantFrom(...zones), (atMs, granularity, zone) => {
      const start = bucketStart(atMs, granularity, zone);
      const end = bucketEnd(start, granularity, zone);
      return (
        start <= atMs &&
        atMs < end &&
        bucketStart(start, granularity, zone) === start &&
        bucketStart(end, granularity, zone) === end
      );
    }),
    { numRuns: 1000 },
  );
});

function plan(from: string, to: string, rest: Partial<RangeQuestion>): readonly string[] {
  const question = { granularity: 86_400, zone: 'UTC', dayZone: 'UTC', needsDimensions: true, ...rest };
  return planRange({ fromMs: Date.parse(from), toMs: Date.parse(to), ...question }).map(
    ({ source, fromMs, toMs }) => `${source} ${short(fromMs)} ${short(toMs)}`,
  );
}

function short(atMs: number): string {
  return new Date(atMs).toISOString().slice(5, 16);
}

test('whole days come from days, the hours beside them from hours, and what is left from rows', () => {
  expect(plan('2026-05-04T21:30Z', '2026-05-07T03:10Z', {})).toEqual([
    'rows 05-04T21:30 05-04T22:00',
    'hours 05-04T22:00 05-05T00:00',
    'days 05-05T00:00 05-07T00:00',
    'hours 05-07T00:00 05-07T03:00',
    'rows 05-07T03:00 05-07T03:10',
  ]);
});

test('without dimensions minutes give what hours cannot', () => {
  expect(plan('2026-05-04T21:30Z', '2026-05-05T00:00:30Z', { needsDimensions: false, granularity: 3600 })).toEqual([
    'minutes 05-04T21:30 05-04T22:00',
    'hours 05-04T22:00 05-05T00:00',
    'rows 05-05T00:00 05-05T00:00',
  ]);
});

test('days of another zone come from hours when it is whole hours from UTC, else from rows', () => {
  expect(plan('2026-05-04T00:00Z', '2026-05-06T00:00Z', { zone: 'Europe/Berlin' })).toEqual([
    'hours 05-04T00:00 05-06T00:00',
  ]);
  expect(plan('2026-05-04T00:00Z', '2026-05-06T00:00Z', { zone: 'Asia/Kolkata' })).toEqual([
    'rows 05-04T00:00 05-06T00:00',
  ]);
  // Lord Howe is whole hours ahead in summer only.
  expect(plan('2026-02-04T00:00Z', '2026-02-06T00:00Z', { zone: 'Australia/Lord_Howe' })).toEqual([
    'hours 02-04T00:00 02-06T00:00',
  ]);
  expect(plan('2026-04-04T00:00Z', '2026-04-07T00:00Z', { zone: 'Australia/Lord_Howe' })).toEqual([
    'rows 04-04T00:00 04-07T00:00',
  ]);
});

test('buckets that no total fits into come from rows', () => {
  expect(plan('2026-05-04T00:00Z', '2026-05-05T00:00Z', { granularity: 90, needsDimensions: false })).toEqual([
    'rows 05-04T00:00 05-05T00:00',
  ]);
});

test('a day has 23, 24, 24.5 or 25 hours, and one that clocks end twice is a whole one', () => {
  const hours = (at: string, zone: string): number => {
    const start = bucketStart(Date.parse(at), 86_400, zone);
    return (bucketEnd(start, 86_400, zone) - start) / 3_600_000;
  };

  expect(hours('2026-03-29T12:00Z', 'Europe/Berlin')).toBe(23);
  expect(hours('2026-10-25T12:00Z', 'Europe/Berlin')).toBe(25);
  expect(hours('2026-04-05T00:00Z', 'Australia/Lord_Howe')).toBe(24.5);
  // St John's went from 00:01 on 7 November 2010 back to 23:01 on the 6th: the minute belongs to the 7th, as does what follows.
  expect(bucketStart(Date.parse('2010-11-07T03:00Z'), 86_400, 'America/St_Johns')).toBe(
    Date.parse('2010-11-07T02:30Z'),
  );
});
