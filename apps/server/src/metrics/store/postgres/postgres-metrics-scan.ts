import { sql, type SQL } from 'drizzle-orm';
import { bucketEnd, bucketStart, planRange, type RangePiece } from '@marquee/rules/metrics/range-plan';
import type { Db } from '../../../database/database.ts';
import { arrayOf, select, selectOne } from '../../../database/sql.ts';
import type { MetricsScan, ScanRow } from '../metrics-store.ts';
import { partsOf, type Placed, type TotalMeasure } from '../scan-parts.ts';

/** Computes what sums, counts and extremes give, each piece of the range from the coarsest totals that are exact there. */
export async function scanTotals(
  db: Db,
  scan: MetricsScan,
  measures: readonly Placed<TotalMeasure>[],
): Promise<readonly ScanRow[]> {
  const needsSets = needSets(scan, measures);
  const pieces = totalPieces(scan, needsSets);
  if (pieces.length === 0) return [];
  const columns = columnsOf(measures);
  const told = measures.map(({ measure }) => expressionsOf(measure, columns));
  const groups = scan.dimensions.map((_, index) => sql.raw(`g${index}`));
  const rows = await select<TotalsRow>(
    db,
    sql`with pieces as (${sql.join(
      pieces.map((piece) => pieceSql(scan, piece, { columns, needsSets })),
      sql` union all `,
    )})${needsSets ? sql`, sets as (${setsSql(scan, measures)})` : sql``}
        select bucket, array[${sql.join([...groups, sql`null`], sql`, `)}]::text[] as "group",
          array[${sql.join(
            told.map(({ value }) => value),
            sql`, `,
          )}]::double precision[] as "values",
          array[${sql.join(
            told.map(({ count }) => count),
            sql`, `,
          )}]::double precision[] as counts
        from pieces ${needsSets ? sql`join sets on sets.id = pieces.set_id` : sql``}
        group by ${sql.join([sql`bucket`, ...groups], sql`, `)}
        having ${sql.join(
          told.map(({ count }) => sql`${count} > 0`),
          sql` or `,
        )}
        order by ${sql.join([sql`bucket`, ...groups.map((group) => sql`${group} collate "C" nulls last`)], sql`, `)}
        limit ${scan.rowsMax}`,
  );
  return rows.map(({ bucket, group, values, counts }) => ({
    bucketMs: Number(bucket),
    group: group.slice(0, scan.dimensions.length),
    values: values.map((value, index) => (counts[index] === 0 ? null : value)),
    counts,
  }));
}

interface TotalsRow {
  readonly bucket: number;
  readonly group: readonly (string | null)[];
  readonly values: readonly (number | null)[];
  readonly counts: readonly number[];
}

/** Rows that a scan reads one by one, about; the edges of a range, an hour at most each, do not count. */
export async function countRowsToRead(db: Db, scan: MetricsScan): Promise<number> {
  const { totals, quantiles } = partsOf(scan.measures);
  const pieces = [
    ...(totals.length === 0 ? [] : totalPieces(scan, needSets(scan, totals))),
    ...(quantiles.length === 0 ? [] : quantilePieces(scan)),
  ];
  const long = pieces.filter(({ source, fromMs, toMs }) => source === 'rows' && toMs - fromMs > 2 * 3_600_000);
  if (long.length === 0) return 0;
  const row = await selectOne<{ rows: number | string }>(
    db,
    sql`select coalesce(sum(m.rows), 0)::bigint as rows from unnest(${arrayOf(long.map(({ fromMs }) => Math.floor(fromMs / 60_000)))}::int[],
          ${arrayOf(long.map(({ toMs }) => Math.ceil(toMs / 60_000)))}::int[]) p(first, past)
        join metrics_minutes m on m.workspace_id = ${scan.type.workspaceId} and m.type_id = ${scan.type.typeId} and m.minute >= p.first and m.minute < p.past`,
  );
  return Number(row?.rows ?? 0);
}

/** Whether a scan has to look at the dimensions of what it reads. */
export function needSets(scan: MetricsScan, measures: readonly Placed<TotalMeasure>[]): boolean {
  const countsDimensions = measures.some(({ measure }) => measure.kind === 'unique');
  return scan.dimensions.length > 0 || scan.filters.length > 0 || countsDimensions;
}

function totalPieces(scan: MetricsScan, needsDimensions: boolean): readonly RangePiece[] {
  const { fromMs, toMs, granularity, zone } = scan;
  return planRange({ fromMs, toMs, granularity, zone, dayZone: dayZoneOf(scan), needsDimensions });
}

/** Histograms are kept of whole local days, whatever the dimensions; anything else is counted from rows. */
export function quantilePieces(scan: MetricsScan): readonly RangePiece[] {
  const { fromMs, toMs, granularity, zone } = scan;
  const rows: RangePiece = { source: 'rows', fromMs, toMs };
  if (fromMs >= toMs) return [];
  if (granularity !== 86_400 || scan.dimensions.length > 0 || scan.filters.length > 0) return [rows];
  const plan = planRange({ fromMs, toMs, granularity, zone, dayZone: dayZoneOf(scan), needsDimensions: true });
  const days = plan.find(({ source }) => source === 'days');
  if (days === undefined) return [rows];
  const pieces: readonly RangePiece[] = [
    { source: 'rows', fromMs, toMs: days.fromMs },
    days,
    { source: 'rows', fromMs: days.toMs, toMs },
  ];
  return pieces.filter((piece) => piece.fromMs < piece.toMs);
}

/** The zone whose days have totals: none while they are made anew. */
function dayZoneOf({ type }: MetricsScan): string {
  return type.daysBeforeMs === null ? type.dayZone : '';
}

/** What is read of a field: how many values it has, their sum, the least and the greatest of them. */
type Letter = 'c' | 's' | 'n' | 'x';

/** What a scan reads of the totals, and no more. */
interface Columns {
  /** By field, in the order of the numbers that its columns carry: a column's name may not come from a caller. */
  readonly fields: ReadonlyMap<string, ReadonlySet<Letter>>;
  /** The dimensions whose values are counted, in the order of the numbers that their columns carry. */
  readonly uniques: readonly string[];
}

function columnsOf(measures: readonly Placed<TotalMeasure>[]): Columns {
  const fields = new Map<string, ReadonlySet<Letter>>();
  for (const [field, letters] of measures.flatMap(({ measure }) => readOf(measure))) {
    fields.set(field, new Set([...(fields.get(field) ?? []), ...letters]));
  }
  return { fields, uniques: uniquesOf(measures) };
}

function readOf(measure: TotalMeasure): readonly (readonly [string, readonly Letter[]])[] {
  switch (measure.kind) {
    case 'ratio':
      return [
        [measure.numerator, ['s']],
        [measure.denominator, ['s', 'c']],
      ];
    case 'unique':
      return [];
    case 'sum':
    case 'avg':
      return [[measure.field, ['s', 'c']]];
    case 'min':
      return [[measure.field, ['n', 'c']]];
    case 'max':
      return [[measure.field, ['x', 'c']]];
    case 'count':
      return [[measure.field, ['c']]];
  }
}

function expressionsOf(measure: TotalMeasure, { fields, uniques }: Columns): { value: SQL; count: SQL } {
  const numbers = new Map([...fields.keys()].map((field, index) => [field, index]));
  const column = (letter: Letter, field: string) => sql.raw(`${letter}${numbers.get(field)}`);
  switch (measure.kind) {
    case 'unique': {
      const value = sql.raw(`d${uniques.indexOf(measure.dimension)}`);
      return {
        value: sql`count(distinct ${value})`,
        count: sql`coalesce(sum(rows) filter (where ${value} is not null), 0)`,
      };
    }
    case 'ratio': {
      const [over, under] = [column('s', measure.numerator), column('s', measure.denominator)];
      const value = sql`coalesce(sum(${over}), 0) * ${measure.factor}::double precision / nullif(sum(${under}), 0)`;
      return { value, count: sql`sum(${column('c', measure.denominator)})` };
    }
    case 'sum':
      return { value: sql`sum(${column('s', measure.field)})`, count: sql`sum(${column('c', measure.field)})` };
    case 'avg': {
      const count = sql`sum(${column('c', measure.field)})`;
      return { value: sql`sum(${column('s', measure.field)}) / nullif(${count}, 0)`, count };
    }
    case 'min':
      return { value: sql`min(${column('n', measure.field)})`, count: sql`sum(${column('c', measure.field)})` };
    case 'max':
      return { value: sql`max(${column('x', measure.field)})`, count: sql`sum(${column('c', measure.field)})` };
    case 'count':
      return { value: sql`sum(${column('c', measure.field)})`, count: sql`sum(${column('c', measure.field)})` };
  }
}

function uniquesOf(measures: readonly Placed<TotalMeasure>[]): readonly string[] {
  return [...new Set(measures.flatMap(({ measure }) => (measure.kind === 'unique' ? [measure.dimension] : [])))];
}

interface PieceOptions {
  readonly columns: Columns;
  readonly needsSets: boolean;
}

/**
 * One piece's rows with no more than what is added up. `offset 0` has the engine take the numbers out of the arrays here, once: it would
 * else carry whole rows into its sort or hash, on disk where there are many.
 */
function pieceSql(scan: MetricsScan, piece: RangePiece, { columns, needsSets }: PieceOptions): SQL {
  const { table, unit, atMs, isRows } = sources[piece.source];
  const { workspaceId, typeId, slots } = scan.type;
  const values = [...columns.fields].flatMap(([name, letters], index) => {
    const slot = sql.raw(String(slots.get(name) ?? 0));
    return [...letters].map(
      (letter) => sql`${(isRows ? ofRow : ofTotal)(letter, slot)} as ${sql.raw(`${letter}${index}`)}`,
    );
  });
  const set = needsSets ? [sql`t.set_id`] : [];
  const rows = columns.uniques.length > 0 ? [sql`${isRows ? sql`1::bigint` : sql`t.rows`} as rows`] : [];
  const size = unitMs[piece.source];
  return sql`(select ${sql.join([sql`${bucketSql(scan, piece, atMs)} as bucket`, ...set, ...rows, ...values], sql`, `)} from ${table} t
    where t.workspace_id = ${workspaceId} and t.type_id = ${typeId} and ${unit} >= ${piece.fromMs / size} and ${unit} < ${piece.toMs / size} offset 0)`;
}

function ofRow(letter: Letter, slot: SQL): SQL {
  const value = sql`t."values"[${slot}]`;
  return letter === 'c' ? sql`(case when ${value} is null then 0 else 1 end)::double precision` : value;
}

/** Counts are doubles, which hold them exactly to 2^53: a sum of bigint is a numeric, at several times the cost. */
function ofTotal(letter: Letter, slot: SQL): SQL {
  switch (letter) {
    case 'c':
      return sql`coalesce(t.counts[${slot}], 0)::double precision`;
    case 's':
      return sql`t.sums[${slot}]`;
    case 'n':
      return sql`t.mins[${slot}]`;
    case 'x':
      return sql`t.maxs[${slot}]`;
  }
}

const unitMs = { rows: 1, minutes: 60_000, hours: 3_600_000, days: 1 } as const;

interface Source {
  readonly table: SQL;
  readonly unit: SQL;
  readonly atMs: SQL;
  readonly isRows: boolean;
}

const sources: Readonly<Record<RangePiece['source'], Source>> = {
  rows: { table: sql.raw('metrics_rows'), unit: sql.raw('t.at_ms'), atMs: sql.raw('t.at_ms'), isRows: true },
  minutes: {
    table: sql.raw('metrics_minutes'),
    unit: sql.raw('t.minute'),
    atMs: sql.raw('t.minute::bigint * 60000'),
    isRows: false,
  },
  hours: {
    table: sql.raw('metrics_hours'),
    unit: sql.raw('t.hour'),
    atMs: sql.raw('t.hour::bigint * 3600000'),
    isRows: false,
  },
  days: { table: sql.raw('metrics_days'), unit: sql.raw('t.day_ms'), atMs: sql.raw('t.day_ms'), isRows: false },
};

/** The start of the bucket that holds an instant of a piece. */
export function bucketSql({ granularity, zone }: MetricsScan, { source, fromMs, toMs }: RangePiece, atMs: SQL): SQL {
  if (source === 'days' || granularity * 1000 === unitMs[source]) return atMs;
  if (granularity !== 86_400) {
    const size = sql.raw(String(granularity * 1000));
    return sql`(${atMs}) / ${size} * ${size}`;
  }
  const starts: number[] = [];
  for (let at = bucketStart(fromMs, granularity, zone); at < toMs; at = bucketEnd(at, granularity, zone))
    starts.push(at);
  const array = sql`${arrayOf(starts)}::bigint[]`;
  return sql`(${array})[width_bucket(${atMs}, ${array})]`;
}

/**
 * The sets that a scan is about, with the values it groups and counts by. `offset 0` has them read once, and leaves the engine to know
 * that each is one, so that it is these that it hashes: of what is materialized it knows nothing, and hashes the totals.
 */
export function setsSql(scan: MetricsScan, measures: readonly Placed<TotalMeasure>[]): SQL {
  const groups = scan.dimensions.map((name, index) => sql`s.dimensions ->> ${name}::text as ${sql.raw(`g${index}`)}`);
  const uniques = uniquesOf(measures).map(
    (name, index) => sql`s.dimensions ->> ${name}::text as ${sql.raw(`d${index}`)}`,
  );
  const filters = scan.filters.map(([name, values]) => filterSql(name, values));
  return sql`select ${sql.join([sql`s.id`, ...groups, ...uniques], sql`, `)} from metrics_sets s
    where ${sql.join([sql`s.workspace_id = ${scan.type.workspaceId}`, sql`s.type_id = ${scan.type.typeId}`, ...filters], sql` and `)} offset 0`;
}

function filterSql(name: string, values: readonly (string | null)[]): SQL {
  const value = sql`s.dimensions ->> ${name}::text`;
  const texts = values.filter((each) => each !== null);
  const isOneOf = sql`${value} = any(${arrayOf(texts)}::text[])`;
  if (texts.length === values.length) return isOneOf;
  return sql`(${isOneOf} or ${value} is null)`;
}
