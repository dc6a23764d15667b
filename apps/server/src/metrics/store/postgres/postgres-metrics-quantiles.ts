import { sql, type SQL } from 'drizzle-orm';
import { valueOf } from '@marquee/rules/metrics/log-histogram';
import type { RangePiece } from '@marquee/rules/metrics/range-plan';
import type { Db } from '../../../database/database.ts';
import { select } from '../../../database/sql.ts';
import type { MetricsScan, ScanRow } from '../metrics-store.ts';
import { bucketSql, quantilePieces, setsSql } from './postgres-metrics-scan.ts';
import type { QuantilePart } from '../scan-parts.ts';

/** Computes quantiles of one field from histograms: kept ones of whole days, and the same counted from rows. */
export async function scanQuantiles(
  db: Db,
  scan: MetricsScan,
  { field, quantiles }: QuantilePart,
): Promise<readonly ScanRow[]> {
  const pieces = quantilePieces(scan);
  if (pieces.length === 0) return [];
  const needsSets = scan.dimensions.length > 0 || scan.filters.length > 0;
  const groups = scan.dimensions.map((_, index) => sql.raw(`g${index}`));
  const keys = sql.join([sql.raw('bucket'), ...groups], sql`, `);
  const slot = sql.raw(String(scan.type.slots.get(field) ?? 0));
  const ranked = quantiles.map(
    ({ q }) => sql`min(spread) filter (where below >= ceil(${q}::double precision * whole))`,
  );
  const rows = await select<QuantileRow>(
    db,
    sql`with pieces as (${sql.join(
      pieces.map((piece) => pieceSql(scan, piece, { slot, needsSets })),
      sql` union all `,
    )})${needsSets ? sql`, sets as (${setsSql(scan, [])})` : sql``},
        spreads as (
          select ${keys}, spread, sum(n)::bigint as n from pieces ${needsSets ? sql`join sets on sets.id = pieces.set_id` : sql``} group by ${keys}, spread
        ),
        sums as (
          select ${keys}, spread, sum(n) over (partition by ${keys} order by spread)::bigint as below, sum(n) over (partition by ${keys})::bigint as whole from spreads
        )
        select bucket, array[${sql.join([...groups, sql`null`], sql`, `)}]::text[] as "group",
          array[${sql.join(ranked, sql`, `)}]::int[] as spreads, min(whole) as count
        from sums group by ${keys}
        order by ${sql.join([sql`bucket`, ...groups.map((group) => sql`${group} collate "C" nulls last`)], sql`, `)}
        limit ${scan.rowsMax}`,
  );
  return rows.map(({ bucket, group, spreads, count }) => ({
    bucketMs: Number(bucket),
    group: group.slice(0, scan.dimensions.length),
    values: spreads.map((spread) => (spread === null ? null : valueOf(spread))),
    counts: quantiles.map(() => Number(count)),
  }));
}

interface QuantileRow {
  readonly bucket: number;
  readonly group: readonly (string | null)[];
  /** The histogram's bucket at each rank. */
  readonly spreads: readonly (number | null)[];
  readonly count: number;
}

function pieceSql(
  scan: MetricsScan,
  piece: RangePiece,
  { slot, needsSets }: { readonly slot: SQL; readonly needsSets: boolean },
): SQL {
  const { workspaceId, typeId } = scan.type;
  const ofType = sql`t.workspace_id = ${workspaceId} and t.type_id = ${typeId}`;
  if (piece.source === 'days') {
    return sql`select t.day_ms as bucket, h.spread::int as spread, h.n
      from metrics_histograms t cross join lateral unnest(t.buckets, t.counts) h(spread, n)
      where ${ofType} and t.slot = ${slot} and t.day_ms >= ${piece.fromMs} and t.day_ms < ${piece.toMs}`;
  }
  const set = needsSets ? sql`, t.set_id` : sql``;
  const value = sql`t."values"[${slot}]`;
  return sql`select ${bucketSql(scan, piece, sql`t.at_ms`)} as bucket${set}, metrics_bucket(${value})::int as spread, count(*) as n
    from metrics_rows t where ${ofType} and t.at_ms >= ${piece.fromMs} and t.at_ms < ${piece.toMs} and ${value} is not null group by 1${needsSets ? sql`, t.set_id` : sql``}, metrics_bucket(${value})`;
}
