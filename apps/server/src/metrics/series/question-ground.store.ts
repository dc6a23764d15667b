import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { arrayOf, selectOne } from '../../database/sql.ts';
import { hasData, typeOf, typesWhere, type MetricType, type TypeRow } from '../catalog/metric-types.store.ts';

/** What a question is answered on: the workspace's zone, its data types with their versions, and what was cleared since. */
export interface QuestionGround {
  readonly zone: string;
  readonly types: ReadonlyMap<string, MetricType>;
  /** The last clearing of kept answers; 0 when there was none. */
  readonly lastClear: number;
  /** Patterns of the clearings after `seenClear`. */
  readonly cleared: readonly string[];
}

interface GroundRow {
  readonly time_zone: string;
  readonly last_clear: number | string;
  readonly cleared: readonly string[];
  readonly types: readonly TypeRow[];
}

/** Reads it in one statement: every question does, the ones with a kept answer, too. Types without data are missing, as all are of no workspace. */
export async function questionGround(
  db: Db,
  workspaceId: string,
  { types, seenClear }: { readonly types: readonly string[]; readonly seenClear: number | null },
): Promise<QuestionGround> {
  const row = await selectOne<GroundRow>(
    db,
    sql`with types as (${typesWhere(workspaceId, sql`t.name = any(${arrayOf(types)}::text[]) and ${hasData}`)}),
          clears as (select id, pattern from metrics_cache_clears where workspace_id = ${workspaceId})
        select w.time_zone,
          (select coalesce(max(id), 0) from clears) as last_clear,
          (select coalesce(jsonb_agg(pattern), '[]') from clears where id > ${seenClear}::bigint) as cleared,
          (select coalesce(jsonb_agg(to_jsonb(types)), '[]') from types) as types
        from workspaces w where w.id = ${workspaceId}`,
  );
  if (row === undefined) return { zone: 'UTC', types: new Map(), lastClear: 0, cleared: [] };
  return {
    zone: row.time_zone,
    types: new Map(row.types.map((type) => [type.name, typeOf(workspaceId, type)])),
    lastClear: Number(row.last_clear),
    cleared: row.cleared,
  };
}
