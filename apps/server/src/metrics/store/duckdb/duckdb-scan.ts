import type { DuckDBInstance } from '@duckdb/node-api';
import { valueOf } from '@marquee/rules/metrics/log-histogram';
import { startOfLocalDay } from '@marquee/rules/time/local-time';
import { scanStatement } from './duckdb-scan-sql.ts';
import { openReader, readRowsUntil } from './duckdb-session.ts';
import { tablesOf } from './duckdb-tables.ts';
import type { MetricsScan, ScanRow } from '../metrics-store.ts';

type Measure = MetricsScan['measures'][number];

/** Computes a scan from the rows themselves, in one statement. */
export async function duckdbScan(
  instance: DuckDBInstance,
  scan: MetricsScan,
  signal: AbortSignal,
): Promise<readonly ScanRow[]> {
  signal.throwIfAborted();
  if (scan.fromMs >= scan.toMs) return [];
  using reader = await openReader(instance);
  const tables = await tablesOf(reader.session, scan.type);
  if (tables === null) return [];
  const rows = await readRowsUntil(reader.session, scanStatement(scan, tables), signal);
  const startOf = bucketStarts(scan);
  return rows.map((row) => rowOf(row, scan, startOf));
}

function rowOf(row: readonly unknown[], scan: MetricsScan, startOf: (bucket: number) => number): ScanRow {
  const first = 1 + scan.dimensions.length;
  const counts = scan.measures.map((_, index) => Number(row[first + 2 * index + 1] ?? 0));
  return {
    bucketMs: startOf(Number(row[0])),
    group: row.slice(1, first).map((value) => (typeof value === 'string' ? value : null)),
    values: scan.measures.map((measure, index) =>
      counts[index] === 0 ? null : measured(measure, row[first + 2 * index]),
    ),
    counts,
  };
}

function measured(measure: Measure, value: unknown): number | null {
  if (value === null || value === undefined) return null;
  return measure.kind === 'quantile' ? valueOf(Number(value)) : Number(value);
}

/** When a bucket begins, by its number in the statement: days are counted on the zone's clocks, others are instants already. */
function bucketStarts({ granularity, zone }: MetricsScan): (bucket: number) => number {
  if (granularity !== 86_400) return (bucket) => bucket;
  const known = new Map<number, number>();
  return (day) => {
    const start = known.get(day) ?? startOfLocalDay(dayText(day), zone).getTime();
    known.set(day, start);
    return start;
  };
}

function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
