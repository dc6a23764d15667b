import type { Database, Db, TransactionOptions } from '../../../database/database.ts';
import { run, select } from '../../../database/sql.ts';
import { sql } from 'drizzle-orm';
import type { MetricsReceipt, MetricsScan, MetricsStore, StoredDimension, StoredType } from '../metrics-store.ts';
import { knownSetsOf, type SetRow } from './known-sets.ts';
import { forgetRows } from './postgres-metrics-forget.ts';
import { scanQuantiles } from './postgres-metrics-quantiles.ts';
import { countRowsToRead, needSets, scanTotals } from './postgres-metrics-scan.ts';
import { mergeScans, partsOf } from '../scan-parts.ts';
import { forgetDayTotals, rebuildDayTotals } from './postgres-metrics-totals.ts';
import { writeRows } from './postgres-metrics-write.ts';

const knownSetsMax = 200_000;

/** Metrics in our own database: rows, and totals of minutes, hours and local days that are kept in the same transaction. */
export function postgresMetrics(database: Database): MetricsStore {
  const read = <T>({ workspaceId }: StoredType, options: Leavable, work: (db: Db) => Promise<T>) =>
    database.transaction({ kind: 'workspace', workspaceId }, { access: 'read', ...options }, work);
  const knownSets = knownSetsOf(knownSetsMax);
  return {
    name: 'postgres',
    async write(write, commit) {
      const attempts = new Map<MetricsReceipt, readonly SetRow[]>();
      const receipt = await commit(async (db, type) => {
        const written = await writeRows(db, { ...write, type }, knownSets);
        attempts.set(written.receipt, written.sets);
        return written.receipt;
      });
      // A transaction may be tried again, or find the batch known: sets are there of the attempt alone whose receipt was committed.
      knownSets.keep(write.type, attempts.get(receipt) ?? []);
      return receipt;
    },
    scan: (scan, signal) => read(scan.type, { signal }, (db) => scanIn(db, scan)),
    rowsToRead: (scan, signal) => read(scan.type, { signal }, (db) => countRowsToRead(db, scan)),
    dimensions: (type) => read(type, {}, (db) => dimensionsOf(db, type)),
    forget: (type) => forgetRows(database, type),
    forgetDays: forgetDayTotals,
    rebuildDays: rebuildDayTotals,
    async [Symbol.asyncDispose]() {},
  };
}

type Leavable = Pick<TransactionOptions, 'signal'>;

async function scanIn(db: Db, scan: MetricsScan) {
  const { totals, quantiles } = partsOf(scan.measures);
  const found = [];
  // New tables have no statistics, and the planner takes them for empty: it would compare every row with every set.
  if (needSets(scan, totals)) await run(db, sql`set local enable_nestloop = off`);
  if (totals.length > 0) {
    found.push({ positions: totals.map(({ position }) => position), rows: await scanTotals(db, scan, totals) });
  }
  for (const part of quantiles) {
    const rows = await scanQuantiles(db, scan, part);
    found.push({ positions: part.quantiles.map(({ position }) => position), rows });
  }
  return mergeScans(scan, found);
}

async function dimensionsOf(db: Db, { workspaceId, typeId }: StoredType): Promise<readonly StoredDimension[]> {
  return await select<StoredDimension>(
    db,
    sql`select name, count(*) as "distinctValues", (array_agg(value order by value collate "C"))[1:20] as examples
        from (select distinct d.key as name, d.value from metrics_sets s cross join lateral jsonb_each_text(s.dimensions) d
              where s.workspace_id = ${workspaceId} and s.type_id = ${typeId}) found
        group by name order by name`,
  );
}
