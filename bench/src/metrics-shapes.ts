import { valueSql } from '@marquee/server/testing';

/** Numeric fields of the made-up rows, in the order of their slots. */
export const fields = ['spend', 'clicks', 'impressions', 'conversions', 'revenue', 'latency_ms'] as const;
/** Dimension sets of a type: ten countries, three devices, twenty campaigns. */
export const setCount = 600;
/** Thirty days. */
export const days = { fromMs: Date.parse('2026-05-01T00:00:00Z'), toMs: Date.parse('2026-05-31T00:00:00Z') };

/** The dimensions of a set. */
export function setOf(index: number): { country: string; device: string; campaign: string } {
  return {
    country: `C${index % 10}`,
    device: `D${Math.floor(index / 10) % 3}`,
    campaign: `Campaign ${Math.floor(index / 30)}`,
  };
}

/** One thing that a dashboard asks, through the front door and by hand. */
export interface Shape {
  readonly name: string;
  readonly metrics: readonly { readonly name: string; readonly aggregation_type?: string }[];
  readonly dimensions: readonly string[];
  readonly granularity: number;
  readonly fromMs: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
  /** The same over `raw_rows`: rows of bucket, group and value, of which `value` adds up to what the answer's values do. */
  readonly sql: string;
}

const dayMs = 86_400_000;
const day = "date_trunc('day', at, 'UTC')";

function whereSince(fromMs: number): string {
  const instant = (atMs: number): string => `timestamptz '${new Date(atMs).toISOString()}'`;
  return `from raw_rows where workspace = 1 and at >= ${instant(fromMs)} and at < ${instant(days.toMs)}`;
}

function shape(given: Pick<Shape, 'name' | 'sql'> & Partial<Shape>): Shape {
  return {
    metrics: [{ name: 'total_spend' }],
    dimensions: [],
    granularity: 86_400,
    fromMs: days.fromMs,
    filters: {},
    ...given,
  };
}

/** The six shapes of a dashboard. */
export const shapes: readonly Shape[] = [
  shape({
    name: '7 days by hour and country',
    dimensions: ['country'],
    granularity: 3600,
    fromMs: days.toMs - 7 * dayMs,
    sql: `select date_trunc('hour', at, 'UTC') as bucket, country, sum(spend) as value ${whereSince(days.toMs - 7 * dayMs)} group by 1, 2 order by 1, 2`,
  }),
  shape({
    name: '30 days by day, two dimensions and a filter',
    dimensions: ['country', 'device'],
    filters: { campaign: ['Campaign 1', 'Campaign 7'] },
    sql: `select ${day} as bucket, country, device, sum(spend) as value ${whereSince(days.fromMs)}
      and campaign in ('Campaign 1', 'Campaign 7') group by 1, 2, 3 order by 1, 2, 3`,
  }),
  shape({
    name: 'p95 a day',
    metrics: [{ name: 'latency_ms', aggregation_type: 'p95' }],
    sql: `select ${day} as bucket, percentile_disc(0.95) within group (order by latency_ms) as value ${whereSince(days.fromMs)} group by 1 order by 1`,
  }),
  shape({
    name: 'unique a day',
    metrics: [{ name: 'campaign', aggregation_type: 'unique' }],
    sql: `select ${day} as bucket, count(distinct campaign) as value ${whereSince(days.fromMs)} group by 1 order by 1`,
  }),
  shape({
    name: '24 h at 60 s',
    granularity: 60,
    fromMs: days.toMs - dayMs,
    sql: `select date_trunc('minute', at, 'UTC') as bucket, sum(spend) as value ${whereSince(days.toMs - dayMs)} group by 1 order by 1`,
  }),
  shape({
    name: 'all metrics, 30 days by day',
    metrics: fields.map((field) => ({ name: field })),
    sql: `select ${day} as bucket, ${fields.map((field) => `sum(${field}) as ${field}`).join(', ')}, ${fields.map((field) => `sum(${field})`).join(' + ')} as value
      ${whereSince(days.fromMs)} group by 1 order by 1`,
  }),
];

/** A plain table as one would write it, with the same rows in columns and an index on workspace and time, made for these questions alone. */
export function rawTableSql(rows: number, stepMs: number): string {
  const set = `(i * 7919 % ${setCount})`;
  return `
    create table raw_rows (workspace int, at timestamptz, country text, device text, campaign text, ${fields.map((field) => `${field} float8`).join(', ')});
    insert into raw_rows select 1, to_timestamp(floor(${days.fromMs} + i * ${stepMs}::float8) / 1000.0), 'C' || ${set} % 10, 'D' || ${set} / 10 % 3,
      'Campaign ' || ${set} / 30, ${fields.map((_, place) => valueSql(place)).join(', ')} from generate_series(0::bigint, ${rows - 1}) i;
    create index on raw_rows (workspace, at);
    analyze raw_rows;
    grant select on raw_rows to public`;
}
