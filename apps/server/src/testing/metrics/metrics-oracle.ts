import { bucketStart } from '@marquee/rules/metrics/range-plan';
import type {
  MetricsReceipt,
  MetricsScan,
  MetricsWrite,
  ScanRow,
  StoredRow,
} from '../../metrics/store/metrics-store.ts';

type Measure = MetricsScan['measures'][number];

/** What a metrics store should hold and answer, in plain arrays: slow, and easy to see to be right. */
export interface MetricsOracle {
  /** Stores a batch of which no row is refused. */
  write(rows: MetricsWrite['rows']): MetricsReceipt;
  scan(scan: MetricsScan): readonly ScanRow[];
  readonly rows: () => readonly StoredRow[];
}

/** An empty oracle. */
export function metricsOracle(): MetricsOracle {
  const held = new Map<string, StoredRow>();
  return {
    rows: () => [...held.values()],
    write(rows) {
      let [replaced, duplicates] = [0, 0];
      for (const row of rows) {
        const key = JSON.stringify([row.atMs, row.dimensions]);
        const before = held.get(key);
        if (before !== undefined && valuesText(before) === valuesText(row)) duplicates += 1;
        else if (before !== undefined) replaced += 1;
        held.set(key, row);
      }
      return { accepted: rows.length - replaced - duplicates, replaced, duplicates, refused: [] };
    },
    scan: (scan) => scanned([...held.values()], scan),
  };
}

function valuesText({ values }: StoredRow): string {
  const pairs = values.names.map((name, place) => [name, values.numbers[place]] as const);
  return JSON.stringify(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function scanned(rows: readonly StoredRow[], scan: MetricsScan): readonly ScanRow[] {
  const startOf = bucketStarts(scan);
  const cells = new Map<string, { bucketMs: number; group: readonly (string | null)[]; rows: StoredRow[] }>();
  for (const row of rows.filter((each) => isMeant(each, scan))) {
    const bucketMs = startOf(row.atMs);
    const group = scan.dimensions.map((name) => dimensionOf(row, name));
    const key = JSON.stringify([bucketMs, group]);
    const cell = cells.get(key) ?? { bucketMs, group, rows: [] };
    cell.rows.push(row);
    cells.set(key, cell);
  }
  return [...cells.values()]
    .map(({ bucketMs, group, rows: inside }) => {
      const measured = scan.measures.map((measure) => measuredOf(inside, measure));
      return {
        bucketMs,
        group,
        values: measured.map(({ value }) => value),
        counts: measured.map(({ count }) => count),
      };
    })
    .filter(({ counts }) => counts.some((count) => count > 0))
    .toSorted(inOrder)
    .slice(0, scan.rowsMax);
}

/** When buckets begin; no zone's day begins within a quarter of an hour, and asking a zone's clock is slow. */
function bucketStarts({ granularity, zone }: MetricsScan): (atMs: number) => number {
  if (granularity !== 86_400) return (atMs) => bucketStart(atMs, granularity, zone);
  const known = new Map<number, number>();
  return (atMs) => {
    const quarter = Math.floor(atMs / 900_000);
    const start = known.get(quarter) ?? bucketStart(quarter * 900_000, granularity, zone);
    known.set(quarter, start);
    return start;
  };
}

function isMeant(row: StoredRow, { fromMs, toMs, filters }: MetricsScan): boolean {
  return (
    row.atMs >= fromMs && row.atMs < toMs && filters.every(([name, values]) => values.includes(dimensionOf(row, name)))
  );
}

function dimensionOf({ dimensions }: StoredRow, name: string): string | null {
  return dimensions.find(([each]) => each === name)?.[1] ?? null;
}

function inOrder(a: ScanRow, b: ScanRow): number {
  if (a.bucketMs !== b.bucketMs) return a.bucketMs - b.bucketMs;
  for (const [index, left] of a.group.entries()) {
    const right = b.group[index] ?? null;
    if (left === right) continue;
    if (left === null || right === null) return left === null ? 1 : -1;
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  return 0;
}

function measuredOf(rows: readonly StoredRow[], measure: Measure): { value: number | null; count: number } {
  if (measure.kind === 'unique') {
    const found = rows.map((row) => dimensionOf(row, measure.dimension)).filter((value) => value !== null);
    return { value: found.length === 0 ? null : new Set(found).size, count: found.length };
  }
  if (measure.kind === 'ratio') {
    const [above, below] = [valuesOf(rows, measure.numerator), valuesOf(rows, measure.denominator)];
    return { value: sum(below) === 0 ? null : (sum(above) * measure.factor) / sum(below), count: below.length };
  }
  const values = valuesOf(rows, measure.field);
  return { value: values.length === 0 ? null : fieldValue(values, measure), count: values.length };
}

function fieldValue(values: readonly number[], measure: Exclude<Measure, { kind: 'unique' | 'ratio' }>): number {
  switch (measure.kind) {
    case 'sum':
      return sum(values);
    case 'avg':
      return sum(values) / values.length;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'count':
      return values.length;
    case 'quantile':
      return values.toSorted((a, b) => a - b)[Math.ceil(measure.q * values.length) - 1] ?? Number.NaN;
  }
}

function valuesOf(rows: readonly StoredRow[], field: string): readonly number[] {
  return rows.flatMap(({ values }) => values.numbers.filter((_, place) => values.names[place] === field));
}

/** Neumaier's: its own rounding must not be what a comparison sees. */
function sum(values: readonly number[]): number {
  let [total, lost] = [0, 0];
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** A store's rows with each number that is near enough replaced by the expected one, so that what differs is all that a test shows. */
export function nearlyAs(
  expected: readonly ScanRow[],
  actual: readonly ScanRow[],
  { measures }: MetricsScan,
): readonly ScanRow[] {
  return actual.map((row, position) => ({
    ...row,
    values: row.values.map((value, index) => {
      const wanted = expected[position]?.values[index] ?? null;
      if (value === null || wanted === null) return value;
      const tolerance = measures[index]?.kind === 'quantile' ? 0.010_000_1 : 1e-9;
      return Math.abs(value - wanted) <= tolerance * Math.max(Math.abs(wanted), 1e-3) ? wanted : value;
    }),
  }));
}
