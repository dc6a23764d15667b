import { sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { arrayOf, select } from '../database/sql.ts';
import type { StoredType } from './metrics-store.ts';

/** A data type with its fields, and the version of its data. */
export interface MetricType {
  readonly name: string;
  readonly stored: StoredType;
  /** Goes up with every write. */
  readonly version: number;
  readonly metrics: ReadonlySet<string>;
  readonly dimensions: ReadonlySet<string>;
}

interface TypeRow {
  readonly id: number;
  readonly name: string;
  readonly version: number | string;
  readonly day_zone: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly dimensions: readonly string[];
}

/** Data types by name; those that do not exist are missing. */
export async function metricTypes(
  db: Db,
  workspaceId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, MetricType>> {
  const rows = await select<TypeRow>(
    db,
    sql`select t.id, t.name, t.version, t.day_zone,
               coalesce(jsonb_object_agg(f.name, f.slot) filter (where f.kind = 'metric'), '{}') as metrics,
               coalesce(jsonb_agg(f.name) filter (where f.kind = 'dimension'), '[]') as dimensions
        from metrics_types t left join metrics_fields f on f.workspace_id = t.workspace_id and f.type_id = t.id
        where t.workspace_id = ${workspaceId} and t.name = any(${arrayOf(names)}::text[])
        group by t.id, t.name, t.version, t.day_zone`,
  );
  return new Map(rows.map((row) => [row.name, typeOf(workspaceId, row)]));
}

/** The names of all data types of a workspace, in order. */
export async function metricTypeNames(db: Db, workspaceId: string): Promise<readonly string[]> {
  const rows = await select<{ name: string }>(
    db,
    sql`select name from metrics_types where workspace_id = ${workspaceId} order by name`,
  );
  return rows.map(({ name }) => name);
}

function typeOf(workspaceId: string, row: TypeRow): MetricType {
  const slots = new Map(Object.entries(row.metrics));
  return {
    name: row.name,
    stored: { workspaceId, typeId: row.id, slots, dayZone: row.day_zone },
    version: Number(row.version),
    metrics: new Set(slots.keys()),
    dimensions: new Set(row.dimensions),
  };
}
