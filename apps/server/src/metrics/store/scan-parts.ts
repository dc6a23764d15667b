import type { Measure } from '@marquee/rules/metrics/metric-name';
import type { MetricsScan, ScanRow } from './metrics-store.ts';

/** A measure with its place among those asked for. */
export interface Placed<M extends Measure = Measure> {
  readonly measure: M;
  readonly position: number;
}

/** A measure that totals can give. */
export type TotalMeasure = Exclude<Measure, { readonly kind: 'quantile' }>;

/** Quantiles of one field, which one histogram answers. */
export interface QuantilePart {
  readonly field: string;
  readonly quantiles: readonly { readonly q: number; readonly position: number }[];
}

/** Measures by what answers them. */
export interface ScanParts {
  readonly totals: readonly Placed<TotalMeasure>[];
  readonly quantiles: readonly QuantilePart[];
}

/** Tells quantiles, which need histograms, from what sums and counts give. */
export function partsOf(measures: readonly Measure[]): ScanParts {
  const totals: Placed<TotalMeasure>[] = [];
  const byField = new Map<string, { q: number; position: number }[]>();
  for (const [position, measure] of measures.entries()) {
    if (measure.kind !== 'quantile') totals.push({ measure, position });
    else byField.set(measure.field, [...(byField.get(measure.field) ?? []), { q: measure.q, position }]);
  }
  return { totals, quantiles: [...byField].map(([field, quantiles]) => ({ field, quantiles })) };
}

/** What one part of a scan found: its rows' values and counts stand in the order of `positions`. */
export interface FoundPart {
  readonly positions: readonly number[];
  readonly rows: readonly ScanRow[];
}

/** The rows of several parts as one table, in a scan's order, at most `rowsMax`. */
export function mergeScans({ measures, rowsMax }: MetricsScan, parts: readonly FoundPart[]): readonly ScanRow[] {
  const [only] = parts;
  if (only === undefined) return [];
  if (parts.length === 1) return only.rows;
  const merged = new Map<string, { row: ScanRow; values: (number | null)[]; counts: number[] }>();
  for (const { positions, rows } of parts) {
    for (const row of rows) {
      const key = JSON.stringify([row.bucketMs, row.group]);
      const found = merged.get(key) ?? { row, values: measures.map(() => null), counts: measures.map(() => 0) };
      for (const [index, position] of positions.entries()) {
        found.values[position] = row.values[index] ?? null;
        found.counts[position] = row.counts[index] ?? 0;
      }
      merged.set(key, found);
    }
  }
  return [...merged.values()]
    .map(({ row: { bucketMs, group }, values, counts }) => ({ bucketMs, group, values, counts }))
    .toSorted(byBucketAndGroup)
    .slice(0, rowsMax);
}

/** The order of every scan: by bucket, then by each value of the group in order of code points, null last. */
function byBucketAndGroup(a: ScanRow, b: ScanRow): number {
  if (a.bucketMs !== b.bucketMs) return a.bucketMs - b.bucketMs;
  for (const [index, left] of a.group.entries()) {
    const right = b.group[index] ?? null;
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    return Buffer.compare(Buffer.from(left), Buffer.from(right)); // UTF-8 orders as code points do, UTF-16 does not
  }
  return 0;
}
