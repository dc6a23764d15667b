import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { arrayOf, run, select, selectOne } from '../../database/sql.ts';
import type { StartWorkflow } from '../../kernel/context.ts';
import type { ShouldRun } from '../../kernel/jobs/reconciler.ts';
import type { StoredType } from '../store/metrics-store.ts';

/** A data type with its fields, and the version of its data. */
export interface MetricType {
  readonly name: string;
  readonly stored: StoredType;
  /** Goes up with every write. */
  readonly version: number;
  readonly metrics: ReadonlySet<string>;
  readonly dimensions: ReadonlySet<string>;
}

/** A data type as `typesWhere` selects it. */
export interface TypeRow {
  readonly id: number;
  readonly name: string;
  readonly version: number | string;
  readonly day_zone: string;
  readonly days_before_ms: number | string | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly dimensions: readonly string[];
}

/**
 * Whether a data type `t` has ever had a row. One that has not is only what batches belong to of which every record was rejected, a
 * mistyped name perhaps: nobody is shown it.
 */
export const hasData = sql`t.row_count > 0`;

/** Data types by name; those that do not exist are missing. */
export async function metricTypes(
  db: Db,
  workspaceId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, MetricType>> {
  const rows = await select<TypeRow>(db, typesWhere(workspaceId, sql`t.name = any(${arrayOf(names)}::text[])`));
  return new Map(rows.map((row) => [row.name, typeOf(workspaceId, row)]));
}

/** The data type with an id. */
export async function metricTypeById(db: Db, workspaceId: string, id: number): Promise<MetricType | undefined> {
  const row = await selectOne<TypeRow>(db, typesWhere(workspaceId, sql`t.id = ${id}`));
  return row === undefined ? undefined : typeOf(workspaceId, row);
}

/** Selects data types with their fields, as `typeOf` reads them. */
export function typesWhere(workspaceId: string, condition: SQL): SQL {
  return sql`select t.id, t.name, t.version, t.day_zone, t.days_before_ms,
      coalesce(jsonb_object_agg(f.name, f.slot) filter (where f.kind = 'metric'), '{}') as metrics,
      coalesce(jsonb_agg(f.name) filter (where f.kind = 'dimension'), '[]') as dimensions
    from metrics_types t left join metrics_fields f on f.workspace_id = t.workspace_id and f.type_id = t.id
    where t.workspace_id = ${workspaceId} and ${condition}
    group by t.workspace_id, t.id`;
}

/** A data type whose day totals are not, or not all, by a zone's days. */
export async function typeBehindZone(db: Db, workspaceId: string, zone: string): Promise<number | undefined> {
  const row = await selectOne<{ id: number }>(
    db,
    sql`select id from metrics_types where workspace_id = ${workspaceId} and (day_zone <> ${zone} or days_before_ms is not null) order by id limit 1`,
  );
  return row?.id;
}

/** The workflow that makes a workspace's day totals follow its time zone. */
export function daysOfMetrics(workspaceId: string, change: string): StartWorkflow {
  return { workflow: 'metricsDays', workflowId: `metrics-days:${workspaceId}:${change}`, args: [{ workspaceId }] };
}

/** The workflow of every workspace whose day totals are not by its time zone: for the reconciler, in a system transaction. */
export async function unfinishedDays(db: Db): Promise<ShouldRun[]> {
  const rows = await select<{ id: string }>(
    db,
    sql`select distinct w.id from metrics_types t join workspaces w on w.id = t.workspace_id
        where t.day_zone <> w.time_zone or t.days_before_ms is not null`,
  );
  return rows.map(({ id }) => ({ workspaceId: id, ...daysOfMetrics(id, 'again') }));
}

/** Holds a data type against writes until the transaction ends, and tells from when to when it has rows. */
export async function lockType(
  db: Db,
  workspaceId: string,
  id: number,
): Promise<{ readonly first_ms: number | null; readonly last_ms: number | null }> {
  const row = await selectOne<{ first_ms: number | null; last_ms: number | null }>(
    db,
    sql`select first_ms, last_ms from metrics_types where workspace_id = ${workspaceId} and id = ${id} for update`,
  );
  return row ?? { first_ms: null, last_ms: null };
}

/** Notes by which zone's days a locked type's totals are, and up to when they are made. */
export async function setDayTotals(
  db: Db,
  { workspaceId, typeId }: StoredType,
  { zone, daysBeforeMs }: { readonly zone: string; readonly daysBeforeMs: number | null },
): Promise<void> {
  await run(
    db,
    sql`update metrics_types set day_zone = ${zone}, days_before_ms = ${daysBeforeMs}::bigint where workspace_id = ${workspaceId} and id = ${typeId}`,
  );
}

/** The names of all data types of a workspace that have data, in order. */
export async function metricTypeNames(db: Db, workspaceId: string): Promise<readonly string[]> {
  const rows = await select<{ name: string }>(
    db,
    sql`select t.name from metrics_types t where t.workspace_id = ${workspaceId} and ${hasData} order by t.name`,
  );
  return rows.map(({ name }) => name);
}

/** The data type of a row. */
export function typeOf(workspaceId: string, row: TypeRow): MetricType {
  const slots = new Map(Object.entries(row.metrics));
  return {
    name: row.name,
    stored: {
      workspaceId,
      typeId: row.id,
      slots,
      dayZone: row.day_zone,
      daysBeforeMs: row.days_before_ms === null ? null : Number(row.days_before_ms),
    },
    version: Number(row.version),
    metrics: new Set(slots.keys()),
    dimensions: new Set(row.dimensions),
  };
}
