import { bucketOf } from '@marquee/rules/metrics/log-histogram';
import type { StoredType } from '../metrics-store.ts';

/** A row with the id of its set and the start of its local day. */
export interface PlacedRow {
  readonly atMs: number;
  readonly dayMs: number;
  readonly setId: number;
  /** By slot, from the first on. */
  readonly values: readonly (number | undefined)[];
}

/** What a batch adds to one total. */
export interface Sum {
  readonly unit: number;
  /** 0 where a total is of all sets. */
  readonly setId: number;
  rows: number;
  /** By slot. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly mins: (number | undefined)[];
  readonly maxs: (number | undefined)[];
}

/** What a batch adds to the count of one bucket of a histogram. */
export interface BucketSum {
  readonly dayMs: number;
  readonly slot: number;
  readonly bucket: number;
  count: number;
}

/** What a batch adds to every total. */
export interface BatchSums {
  readonly minute: readonly Sum[];
  readonly hour: readonly Sum[];
  readonly day: readonly Sum[];
  readonly buckets: readonly BucketSum[];
}

/** Numbers that sums may take: where nearly each row is of a total of its own there is nothing to sum. */
const cellsMax = 200_000;

/**
 * Adds up a batch in one pass, which the database does in one pass for each kind of total.
 *
 * @returns null when the sums would be about as many as the rows
 */
export function sumBatch(rows: readonly PlacedRow[], { slots, daysBeforeMs }: StoredType): BatchSums | null {
  const room = { cells: cellsMax, slots: Math.max(0, ...slots.values()) };
  const [minute, hour, day] = [sumsBy(room), sumsBy(room), sumsBy(room)];
  const buckets = bucketsBy(room);
  for (const row of rows) {
    add(minute(Math.floor(row.atMs / 60_000), 0), row);
    add(hour(Math.floor(row.atMs / 3_600_000), row.setId), row);
    if (daysBeforeMs === null || row.dayMs < daysBeforeMs) {
      add(day(row.dayMs, row.setId), row);
      countRow(buckets, row);
    }
    if (room.cells < 0) return null;
  }
  return { minute: minute.all, hour: hour.all, day: day.all, buckets: buckets.all };
}

interface Room {
  cells: number;
  readonly slots: number;
}

interface SumsBy {
  (unit: number, setId: number): Sum;
  readonly all: Sum[];
}

function sumsBy(room: Room): SumsBy {
  const units = new Map<number, Map<number, Sum>>();
  const all: Sum[] = [];
  const find = (unit: number, setId: number): Sum => {
    let sets = units.get(unit);
    if (sets === undefined) units.set(unit, (sets = new Map()));
    const found = sets.get(setId);
    if (found !== undefined) return found;
    const { slots } = room;
    const sum: Sum = {
      ...{ unit, setId, rows: 0, counts: new Float64Array(slots), sums: new Float64Array(slots) },
      mins: Array.from({ length: slots }, () => undefined),
      maxs: Array.from({ length: slots }, () => undefined),
    };
    room.cells -= slots;
    sets.set(setId, sum);
    all.push(sum);
    return sum;
  };
  return Object.assign(find, { all });
}

function add(sum: Sum, { values }: PlacedRow): void {
  sum.rows += 1;
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place];
    if (value === undefined) continue;
    sum.counts[place] = (sum.counts[place] ?? 0) + 1;
    sum.sums[place] = (sum.sums[place] ?? 0) + value;
    const [min, max] = [sum.mins[place], sum.maxs[place]];
    if (min === undefined || value < min) sum.mins[place] = value;
    if (max === undefined || value > max) sum.maxs[place] = value;
  }
}

interface BucketsBy {
  (dayMs: number, slot: number, bucket: number): BucketSum;
  readonly all: BucketSum[];
}

function bucketsBy(room: Room): BucketsBy {
  const days = new Map<number, Map<number, BucketSum>>();
  const all: BucketSum[] = [];
  const find = (dayMs: number, slot: number, bucket: number): BucketSum => {
    let counts = days.get(dayMs);
    if (counts === undefined) days.set(dayMs, (counts = new Map()));
    const key = slot * 65_536 + bucket + 32_768;
    const found = counts.get(key);
    if (found !== undefined) return found;
    const sum = { dayMs, slot, bucket, count: 0 };
    room.cells -= 1;
    counts.set(key, sum);
    all.push(sum);
    return sum;
  };
  return Object.assign(find, { all });
}

function countRow(buckets: BucketsBy, { dayMs, values }: PlacedRow): void {
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place];
    if (value !== undefined) buckets(dayMs, place + 1, bucketOf(value)).count += 1;
  }
}
