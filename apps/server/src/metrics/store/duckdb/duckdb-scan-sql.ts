import { bucketBase, bucketOffset, smallestValue } from '@marquee/rules/metrics/log-histogram';
import { localDaySpans } from '@marquee/rules/time/local-day-spans';
import { integer, newParams, type Params } from './duckdb-session.ts';
import type { TypeTables } from './duckdb-tables.ts';
import type { MetricsScan } from '../metrics-store.ts';

/** A statement with the texts that go beside it. */
export interface ScanStatement {
  readonly text: string;
  readonly values: readonly string[];
}

/**
 * The statement of a scan: which sets belong to which group, the cells (bucket and group) with their totals, and beside them
 * distinct values. Its rows are bucket, group, then a value and a count a measure.
 */
export function scanStatement(scan: MetricsScan, tables: TypeTables): ScanStatement {
  const params = newParams();
  const members = membersOf(scan, tables, params);
  const source: Source = {
    scan,
    tables,
    bucket: bucketOf(scan),
    rows: `${tables.rows} join members using (set_id) where at_ms >= ${integer(scan.fromMs)} and at_ms < ${integer(scan.toMs)}`,
  };
  const measures = scan.measures.map((measure) => measureSql(measure, source));
  const parts = distinctParts(source, params);
  const groups = scan.dimensions.map((_, index) => `g${index}`);
  const totals = [...new Map(measures.flatMap((measure) => measure.totals))].map(([name, sql]) => `${sql} as ${name}`);
  const text = `
    with members as materialized (${members}),
    grouped as (select distinct ${['gid', ...groups].join(', ')} from members),
    cells as (select ${[`${source.bucket} as bucket`, 'gid', ...totals].join(', ')} from ${source.rows} group by 1, 2)
    ${parts.map(({ name, sql }) => `, ${name} as (${sql})`).join('')}
    select ${['bucket::double', ...groups, ...measures.flatMap(({ value, count }) => [value, `${count}::double`])].join(', ')}
    from cells join grouped using (gid) ${parts.map(({ name }) => `left join ${name} using (bucket, gid)`).join(' ')}
    where ${measures.map(({ count }) => `${count} > 0`).join(' or ') || 'false'}
    order by bucket, gid limit ${integer(scan.rowsMax)}`;
  return { text, values: params.values };
}

/** What the parts of a statement are made from. */
interface Source {
  readonly scan: MetricsScan;
  readonly tables: TypeTables;
  /** A row's bucket. */
  readonly bucket: string;
  /** The scan's rows with their groups: a FROM and a WHERE that more may be added to. */
  readonly rows: string;
}

/** Sets that pass the filters, numbered by group in the order of the answer. */
function membersOf({ dimensions, filters }: MetricsScan, { sets }: TypeTables, params: Params): string {
  const order = dimensions.map((_, index) => `g${index} nulls last`).join(', ');
  const groups = dimensions.map((name, index) => `${dimension(name, params)} as g${index}`);
  const kept = filters.map(([name, accepted]) => {
    const texts = accepted.filter((value) => value !== null).map(params.text);
    const absent = accepted.includes(null) ? `${dimension(name, params)} is null` : 'false';
    return texts.length === 0 ? absent : `(${dimension(name, params)} in (${texts.join(', ')}) or ${absent})`;
  });
  const where = kept.length === 0 ? '' : `where ${kept.join(' and ')}`;
  const gid = order === '' ? '0' : `dense_rank() over (order by ${order})`;
  return `select *, ${gid} as gid from (select ${['set_id', ...groups].join(', ')} from ${sets} ${where})`;
}

function dimension(name: string, params: Params): string {
  return `map_extract_value(dimensions, ${params.text(name)})`;
}

/** A row's bucket: when it begins, but for days their number on the zone's clocks, since 1970. */
function bucketOf({ granularity, fromMs, toMs, zone }: MetricsScan): string {
  if (granularity !== 86_400) return `at_ms - at_ms % ${integer(granularity * 1000)}`;
  const spans = localDaySpans(fromMs, toMs, zone);
  const last = integer(spans.at(-1)?.offsetMs ?? 0);
  const cases = spans.slice(0, -1).map((span) => `when at_ms < ${integer(span.toMs)} then ${integer(span.offsetMs)}`);
  return `(at_ms + ${cases.length === 0 ? last : `case ${cases.join(' ')} else ${last} end`}) // 86400000`;
}

/** A measure's value and the rows behind it, as columns of the answer, and what `cells` totals for them, by name. */
interface MeasureSql {
  readonly value: string;
  readonly count: string;
  readonly totals: readonly (readonly [string, string])[];
}

const nothing: MeasureSql = { value: 'null::double', count: '0', totals: [] };

function measureSql(measure: MetricsScan['measures'][number], source: Source): MeasureSql {
  switch (measure.kind) {
    case 'sum':
    case 'min':
    case 'max':
    case 'avg':
      return total(measure.kind, columnOf(measure.field, source));
    case 'count':
      return counted(columnOf(measure.field, source));
    case 'ratio': {
      const above = total('sum', columnOf(measure.numerator, source));
      const below = total('sum', columnOf(measure.denominator, source));
      const value = `coalesce(${above.value}, 0) * ${measure.factor}::double / nullif(${below.value}, 0)`;
      return { value, count: below.count, totals: [...above.totals, ...below.totals] };
    }
    case 'quantile': {
      const column = columnOf(measure.field, source);
      return column === null ? nothing : quantile(column, measure.q);
    }
    case 'unique': {
      const index = uniquesOf(source).indexOf(measure.dimension);
      return { value: `unique_${index}::double`, count: `coalesce(having_${index}, 0)`, totals: [] };
    }
  }
}

/** The column of a field; null where no row has ever had it. */
function columnOf(field: string, { scan, tables }: Source): string | null {
  const slot = scan.type.slots.get(field);
  return slot === undefined || slot > tables.slots ? null : `v${integer(slot)}`;
}

// Sums carry their rounding errors along: the order in which threads meet the rows must not show.
const aggregates = { sum: 'fsum', avg: 'fsum', min: 'min', max: 'max' } as const;

function total(kind: keyof typeof aggregates, column: string | null): MeasureSql {
  if (column === null) return nothing;
  const [name, count] = [`${aggregates[kind]}_${column}`, counted(column)];
  const value = kind === 'avg' ? `${name} / nullif(${count.value}, 0)` : name;
  return { value, count: count.count, totals: [[name, `${aggregates[kind]}(${column})`], ...count.totals] };
}

function counted(column: string | null): MeasureSql {
  if (column === null) return nothing;
  const name = `count_${column}`;
  return { value: name, count: name, totals: [[name, `count(${column})`]] };
}

interface Part {
  readonly name: string;
  readonly sql: string;
}

/** The bucket of the log histogram that holds the value at the rank ⌈q·n⌉; two bytes a row are what it costs. */
function quantile(column: string, q: number): MeasureSql {
  const [name, { count, totals }] = [`quantile_${column}_${integer(q * 100)}`, counted(column)];
  return { value: name, count, totals: [[name, `quantile_disc(${sizeOf(column)}, ${q}::double)`], ...totals] };
}

/** The rule `bucketOf` of the log histogram. */
function sizeOf(column: string): string {
  const bucket = `(ceil(ln(abs(${column})) / ${Math.log(bucketBase)}::double) + ${bucketOffset}) * sign(${column})`;
  return `(case when abs(${column}) < ${smallestValue}::double then 0 else ${bucket} end)::smallint`;
}

function uniquesOf({ scan }: Source): readonly string[] {
  return [...new Set(scan.measures.flatMap((measure) => (measure.kind === 'unique' ? [measure.dimension] : [])))];
}

/** Distinct values of dimensions, from the sets that each cell has, and the rows that have one. */
function distinctParts(source: Source, params: Params): readonly Part[] {
  const uniques = uniquesOf(source);
  if (uniques.length === 0) return [];
  const values = uniques.map((name, index) => `${dimension(name, params)} as u${index}`);
  const found = uniques.map(
    (_, index) =>
      `count(distinct u${index}) as unique_${index}, sum(held) filter (where u${index} is not null) as having_${index}`,
  );
  const sql = `
    select bucket, gid, ${found.join(', ')} from (
      select ${source.bucket} as bucket, gid, set_id, count(*) as held from ${source.rows} group by 1, 2, 3
    ) join (select set_id, ${values.join(', ')} from ${source.tables.sets}) using (set_id) group by 1, 2`;
  return [{ name: 'distinct_sets', sql }];
}
