import { wallMsOf } from './local-time.ts';

/** A stretch of time in which local days are told by one offset. */
export interface LocalDaySpan {
  /** Where it ends, in epoch milliseconds; the next one begins there. */
  readonly toMs: number;
  /** An instant and this, divided by 86,400,000, is the number of its local day since 1970. */
  readonly offsetMs: number;
}

const dayMs = 86_400_000;

/**
 * What a database that does not know a zone needs to tell its local days over a range of epoch milliseconds: offsets, in order.
 * Where clocks go back over midnight the day that had begun goes on, so that every day is one stretch of time.
 *
 * @throws {RangeError} when the zone is unknown
 */
export function localDaySpans(fromMs: number, toMs: number, zone: string): readonly LocalDaySpan[] {
  const spans: LocalDaySpan[] = [];
  // Clocks that went back before the range may still show in it.
  for (let at = fromMs - dayMs; at < toMs; at += dayMs) {
    const next = Math.min(at + dayMs, toMs);
    const [before, after] = [offsetAt(at, zone), offsetAt(next, zone)];
    if (before !== after)
      spans.push({ toMs: dayChange(changeBetween(at, next, zone), before, after), offsetMs: before });
  }
  const inside = spans.filter((span) => span.toMs > fromMs && span.toMs < toMs);
  const last = spans.find((span) => span.toMs >= toMs)?.offsetMs ?? offsetAt(toMs, zone);
  return fromMs < toMs ? [...inside, { toMs, offsetMs: last }] : [];
}

/** From when on days are told by the later offset: at once, unless that would bring the day before back. */
function dayChange(atMs: number, before: number, after: number): number {
  const day = Math.floor((atMs + before) / dayMs);
  return Math.floor((atMs + after) / dayMs) < day ? day * dayMs - after : atMs;
}

/** The first millisecond of the later of two offsets. */
function changeBetween(fromMs: number, toMs: number, zone: string): number {
  const before = offsetAt(fromMs, zone);
  let [low, high] = [fromMs, toMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetAt(atMs: number, zone: string): number {
  return wallMsOf(atMs, zone) - atMs;
}
