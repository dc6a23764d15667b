import { instantTextMs } from '../time/instant-text.ts';
import { bucketEnd, bucketStart } from './range-plan.ts';

/** Longest range of one question, in milliseconds: five years, two of them leap years. */
export const rangeMaxMs = 1827 * 86_400_000;
/** Buckets of one answer; files have no such bound. */
export const bucketsMax = 50_000;

/** A range as it is asked for. */
export interface AskedRange {
  /** ISO 8601; without an offset, on the clock of `zone`. */
  readonly start: string;
  readonly end: string;
  /** Seconds of a bucket; 86400 means local days. */
  readonly granularity: number;
  readonly zone: string;
}

/** A range of instants in epoch milliseconds, `to` excluded; or which end of it is wrong, and what to change. */
export type QueryRange =
  | { readonly ok: true; readonly fromMs: number; readonly toMs: number }
  | { readonly ok: false; readonly end: 'start' | 'end'; readonly code: RangeFault; readonly detail: string };

/** What can be wrong with a range. */
export type RangeFault = 'no_instant' | 'range_reversed' | 'range_too_long' | 'too_many_buckets';

/** Reads a range, and refuses one that is reversed or longer than can be answered at once. */
export function queryRange({ start, end, granularity, zone }: AskedRange, bound: number = bucketsMax): QueryRange {
  const [fromMs, toMs] = [instantTextMs(start, zone), instantTextMs(end, zone)];
  if (Number.isNaN(fromMs)) return wrong('start', 'no_instant', noInstant);
  if (Number.isNaN(toMs)) return wrong('end', 'no_instant', noInstant);
  if (toMs <= fromMs) return wrong('end', 'range_reversed', 'End time must be after start time.');
  if (toMs - fromMs > rangeMaxMs) {
    return wrong('end', 'range_too_long', 'A range has at most five years; ask for a shorter one.');
  }
  const buckets = bucketCount({ fromMs, toMs, granularity });
  if (buckets <= bound) return { ok: true, fromMs, toMs };
  const enough = Math.ceil((toMs - fromMs) / 1000 / (bound - 1) / 60) * 60;
  const detail = `The range has ${buckets} buckets of ${granularity} s, and an answer has at most ${bound}; ask for a shorter range, or a granularity of ${enough} s or more.`;
  return wrong('end', 'too_many_buckets', detail);
}

const noInstant = 'Times are ISO 8601, such as 2026-03-15T09:00:00Z.';

function wrong(end: 'start' | 'end', code: RangeFault, detail: string): QueryRange {
  return { ok: false, end, code, detail };
}

/** Buckets that a range touches; of days as if each had 24 hours. */
function bucketCount({ fromMs, toMs, granularity }: { fromMs: number; toMs: number; granularity: number }): number {
  const size = granularity * 1000;
  return Math.ceil(toMs / size) - Math.floor(fromMs / size);
}

/** Buckets, and what they are buckets of. */
export interface Grid {
  readonly fromMs: number;
  readonly toMs: number;
  readonly granularity: number;
  readonly zone: string;
}

/** Whether the range or the present cuts the bucket that begins at `bucketMs`: what it holds is less than it may come to hold. */
export function isPartial(bucketMs: number, { fromMs, toMs, granularity, zone }: Grid, nowMs: number): boolean {
  return bucketMs < fromMs || bucketEnd(bucketMs, granularity, zone) > Math.min(toMs, nowMs);
}

/**
 * Where a part of a range ends that begins at `fromMs` and touches about `buckets` buckets: at the start of a bucket, or at the
 * end of the range. A part is read as the whole would be, because every bucket is whole in one part.
 */
export function windowEnd({ fromMs, toMs, granularity, zone }: Grid, buckets: number): number {
  const aheadMs = fromMs + buckets * granularity * 1000;
  if (aheadMs >= toMs) return toMs;
  const start = bucketStart(aheadMs, granularity, zone);
  return Math.min(toMs, start > fromMs ? start : bucketEnd(start, granularity, zone));
}
