import type { MetricPoint as MetricPointSchema } from '@marquee/api/metrics/measures.contract';
import type { Measure } from '@marquee/rules/metrics/metric-name';
import { isPartial } from '@marquee/rules/metrics/query-range';
import { bucketEnd } from '@marquee/rules/metrics/range-plan';
import type { z } from 'zod';
import type { MetricsScan, MetricsStore, ScanRow } from '../store/metrics-store.ts';
import type { Question, SeriesPlan } from './question.ts';

/** One number of one bucket and one group. */
export type MetricPoint = z.output<typeof MetricPointSchema>;

/** A series as computed: what the present says of its points is not in it, so that it can be kept. */
export interface ComputedSeries {
  readonly points: readonly MetricPoint[];
  /** There are more points than asked for. */
  readonly truncated: boolean;
}

/** What is computed with. */
export interface Computing {
  readonly store: MetricsStore;
  readonly signal: AbortSignal;
  /** Rows that one question may read one by one. */
  readonly rowsToReadMax: number;
}

/** The series of a question in its order; or how many rows would have to be read one by one, when those are too many. */
export type Computed =
  | { readonly ok: true; readonly series: readonly ComputedSeries[] }
  | { readonly ok: false; readonly rowsToRead: number };

/**
 * Computes the points of a question: the only place where numbers are made, for dashboards, series and files alike. Series of one
 * data type that are grouped alike are read in one scan; when that meets its limit, each is read alone, so that a series
 * has the same points whatever it is asked together with.
 */
export async function computeSeries(
  question: Question,
  { store, signal, rowsToReadMax }: Computing,
): Promise<Computed> {
  const scans = combinedScans(question);
  let rowsToRead = 0;
  for (const { scan } of scans) rowsToRead += await store.rowsToRead(scan, signal);
  if (rowsToRead > rowsToReadMax) return { ok: false, rowsToRead };
  const series: ComputedSeries[] = question.series.map(() => ({ points: [], truncated: false }));
  for (const { scan, members } of scans) {
    signal.throwIfAborted();
    const rows = await store.scan(scan, signal);
    const isCut = rows.length >= scan.rowsMax && scan.measures.length > 1;
    for (const { position, plan, measure } of members) {
      const own = isCut ? await scanAlone(scan, { store, signal, measure }) : { rows, measure };
      series[position] = pointsOf(question, plan, own);
    }
  }
  signal.throwIfAborted();
  return { ok: true, series };
}

interface Member {
  readonly position: number;
  readonly plan: SeriesPlan;
  /** The position of its measure in the scan. */
  readonly measure: number;
}

interface CombinedScan {
  readonly scan: MetricsScan;
  readonly members: readonly Member[];
}

function combinedScans(question: Question): readonly CombinedScan[] {
  const placed = question.series.map((plan, position) => ({ plan, position }));
  const possible = placed.filter(({ plan }) => plan.filters !== null);
  const groups = Map.groupBy(possible, ({ plan }) => JSON.stringify([plan.type.name, plan.dimensions]));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : [combinedScan(question, first.plan, members)];
  });
}

function combinedScan(
  { fromMs, toMs, granularity, zone, limit }: Question,
  { type, dimensions, filters }: SeriesPlan,
  members: readonly Omit<Member, 'measure'>[],
): CombinedScan {
  const measures = new Map<string, Measure>();
  const keyed = members.map((member) => ({ ...member, key: JSON.stringify(member.plan.measure) }));
  for (const { plan, key } of keyed) measures.set(key, plan.measure);
  const keys = [...measures.keys()];
  return {
    scan: {
      ...{ type: type.stored, fromMs, toMs, granularity, zone, dimensions, filters: filters ?? [] },
      ...{ measures: [...measures.values()], rowsMax: limit + 1 },
    },
    members: keyed.map(({ key, ...member }) => ({ ...member, measure: keys.indexOf(key) })),
  };
}

interface Alone extends Pick<Computing, 'store' | 'signal'> {
  readonly measure: number;
}

async function scanAlone(scan: MetricsScan, { store, signal, measure }: Alone): Promise<Found> {
  signal.throwIfAborted();
  const rows = await store.scan({ ...scan, measures: scan.measures.slice(measure, measure + 1) }, signal);
  return { rows, measure: 0 };
}

interface Found {
  readonly rows: readonly ScanRow[];
  readonly measure: number;
}

function pointsOf(question: Question, { dimensions }: SeriesPlan, { rows, measure }: Found): ComputedSeries {
  const points: MetricPoint[] = [];
  let bucket: { ms: number; timestamp: string; partial: boolean } | undefined;
  for (const { bucketMs, group, values, counts } of rows) {
    const count = counts[measure] ?? 0;
    if (count === 0) continue;
    if (points.length === question.limit) return { points, truncated: true };
    if (bucket?.ms !== bucketMs) {
      const partial = isPartial(bucketMs, question, Number.POSITIVE_INFINITY);
      bucket = { ms: bucketMs, timestamp: new Date(bucketMs).toISOString(), partial };
    }
    const { timestamp, partial } = bucket;
    const named = Object.fromEntries(dimensions.map((name, index) => [name, group[index] ?? null]));
    points.push({ timestamp, group: named, value: values[measure] ?? null, count, partial });
  }
  return { points, truncated: false };
}

/** The points as they stand at `nowMs`: a bucket that has not ended yet is partial, too. */
export function pointsAt(points: readonly MetricPoint[], question: Question, nowMs: number): readonly MetricPoint[] {
  let ended = points.length;
  // Points are in order of time, so the open buckets are the last.
  for (; ended > 0; ended -= 1) {
    const point = points[ended - 1];
    if (point === undefined || endOf(point, question) <= nowMs) break;
  }
  if (ended === points.length) return points;
  return [...points.slice(0, ended), ...points.slice(ended).map((point) => ({ ...point, partial: true }))];
}

function endOf({ timestamp }: MetricPoint, { granularity, zone }: Question): number {
  return bucketEnd(Date.parse(timestamp), granularity, zone);
}
