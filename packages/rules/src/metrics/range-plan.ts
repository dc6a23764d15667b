import { offsetMinutes, startOfLocalDay, localDay, addDays } from '../time/local-time.ts';

/** Where a part of a range is read from, the coarsest that is exact there. Instants are epoch milliseconds; `to` is excluded. */
export interface RangePiece {
  readonly source: 'rows' | 'minutes' | 'hours' | 'days';
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is asked of a range. */
export interface RangeQuestion {
  readonly fromMs: number;
  readonly toMs: number;
  /** Seconds of a bucket; 86400 means days of `zone`. */
  readonly granularity: number;
  readonly zone: string;
  /** The zone by whose days totals are kept. */
  readonly dayZone: string;
  /** Whether the answer needs dimensions, which minute totals have not. */
  readonly needsDimensions: boolean;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/**
 * Cuts a range into pieces that are each read from the coarsest totals that give exactly the asked buckets: whole days from day
 * totals, whole hours from hour totals, whole minutes from minute totals, and what is left from rows. In order, without gaps
 * or overlaps, and never empty.
 */
export function planRange(question: RangeQuestion): readonly RangePiece[] {
  const { fromMs, toMs } = question;
  const sources = sourcesOf(question);
  const whole: RangePiece = { source: 'rows', fromMs, toMs };
  return sources.reduce<readonly RangePiece[]>(
    (pieces, source) => pieces.flatMap((piece) => (piece.source === 'rows' ? cut(piece, source, question) : [piece])),
    fromMs < toMs ? [whole] : [],
  );
}

/** The totals that may serve, the coarsest first. */
function sourcesOf(question: RangeQuestion): readonly RangePiece['source'][] {
  const { granularity, zone, dayZone, needsDimensions } = question;
  const minutes: readonly RangePiece['source'][] = needsDimensions ? [] : ['minutes'];
  if (granularity === 86_400) {
    const byHours: readonly RangePiece['source'][] = isWholeHours(question) ? ['hours'] : [];
    return [...(zone === dayZone ? (['days'] as const) : []), ...byHours, ...minutes];
  }
  if (granularity % 3600 === 0) return ['hours', ...minutes];
  return granularity % 60 === 0 ? minutes : [];
}

/** Whether every local day of the range begins at a full hour of UTC. */
function isWholeHours({ fromMs, toMs, zone }: RangeQuestion): boolean {
  for (let at = fromMs; at < toMs + dayMs; at += dayMs) {
    if (offsetMinutes(new Date(Math.min(at, toMs)), zone) % 60 !== 0) return false;
  }
  return true;
}

/** Takes out of a piece of rows what `source` can give: its longest stretch of whole units. */
function cut(piece: RangePiece, source: RangePiece['source'], { zone }: RangeQuestion): readonly RangePiece[] {
  const fromMs = unitFrom(piece.fromMs, source, zone);
  const toMs = unitBefore(piece.toMs, source, zone);
  if (fromMs >= toMs) return [piece];
  const pieces: readonly RangePiece[] = [
    { source: 'rows', fromMs: piece.fromMs, toMs: fromMs },
    { source, fromMs, toMs },
    { source: 'rows', fromMs: toMs, toMs: piece.toMs },
  ];
  return pieces.filter((each) => each.fromMs < each.toMs);
}

/** The first unit that begins at `atMs` or later. */
function unitFrom(atMs: number, source: RangePiece['source'], zone: string): number {
  if (source !== 'days') return Math.ceil(atMs / sizeOf(source)) * sizeOf(source);
  const start = dayStart(atMs, zone);
  return start === atMs ? start : dayEnd(start, zone);
}

/** The last unit that begins at `atMs` or earlier: where whole units before `atMs` end. */
function unitBefore(atMs: number, source: RangePiece['source'], zone: string): number {
  if (source !== 'days') return Math.floor(atMs / sizeOf(source)) * sizeOf(source);
  return dayStart(atMs, zone);
}

function sizeOf(source: 'rows' | 'minutes' | 'hours'): number {
  switch (source) {
    case 'rows':
      return 1;
    case 'minutes':
      return minuteMs;
    case 'hours':
      return hourMs;
  }
}

/** When the bucket that holds an instant begins, in epoch milliseconds. */
export function bucketStart(atMs: number, granularity: number, zone: string): number {
  if (granularity === 86_400) return dayStart(atMs, zone);
  const size = granularity * 1000;
  return Math.floor(atMs / size) * size;
}

/** When the bucket that begins at `startMs` ends, in epoch milliseconds: the day after, for days, however long it is. */
export function bucketEnd(startMs: number, granularity: number, zone: string): number {
  return granularity === 86_400 ? dayEnd(startMs, zone) : startMs + granularity * 1000;
}

/** Where clocks go back over midnight, the day that had begun goes on: a day is one stretch of time. */
function dayStart(atMs: number, zone: string): number {
  const start = startOfLocalDay(localDay(new Date(atMs), zone), zone).getTime();
  const next = dayEnd(start, zone);
  return next <= atMs ? next : start;
}

function dayEnd(startMs: number, zone: string): number {
  return startOfLocalDay(addDays(localDay(new Date(startMs), zone), 1), zone).getTime();
}
