import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { arrayOf, run, select } from '../../database/sql.ts';
import type { StoredDimension } from '../store/metrics-store.ts';
import { hasData } from './metric-types.store.ts';

/** A data type as its catalog has it. */
export interface CatalogRow {
  readonly name: string;
  readonly row_count: number;
  readonly first_ms: number | null;
  readonly last_ms: number | null;
  readonly updated_at: string;
  readonly fields: readonly {
    readonly name: string;
    readonly kind: 'metric' | 'dimension';
    readonly distinct_values: number | null;
    readonly examples: readonly string[];
  }[];
}

/** Every data type that has data, with its fields, by name. */
export async function catalogRows(
  db: Db,
  workspaceId: string,
  dataType: string | null,
): Promise<readonly CatalogRow[]> {
  const named = dataType === null ? sql`` : sql`and t.name = ${dataType}`;
  return await select<CatalogRow>(
    db,
    sql`select t.name, t.row_count, t.first_ms, t.last_ms, t.updated_at,
          coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'kind', f.kind, 'distinct_values', f.distinct_values, 'examples', f.examples)
            order by f.name) filter (where f.name is not null), '[]') as fields
        from metrics_types t left join metrics_fields f on f.workspace_id = t.workspace_id and f.type_id = t.id
        where t.workspace_id = ${workspaceId} and ${hasData} ${named}
        group by t.workspace_id, t.id order by t.name`,
  );
}

interface TypeKey {
  readonly workspaceId: string;
  readonly typeId: number;
}

/** The version of a type's data, and the one that its catalog tells of; undefined when there is no such type. */
export async function catalogVersions(
  db: Db,
  { workspaceId, typeId }: TypeKey,
): Promise<{ readonly version: number; readonly catalog_version: number } | undefined> {
  const rows = await select<{ version: number; catalog_version: number }>(
    db,
    sql`select version, catalog_version from metrics_types where workspace_id = ${workspaceId} and id = ${typeId}`,
  );
  return rows[0];
}

/** Keeps what a type's dimensions hold, as it was at `version`; an older one changes nothing. */
export async function updateCatalog(
  db: Db,
  { workspaceId, typeId }: TypeKey,
  { version, dimensions }: { readonly version: number; readonly dimensions: readonly StoredDimension[] },
): Promise<void> {
  const moved = await run(
    db,
    sql`update metrics_types set catalog_version = ${version} where workspace_id = ${workspaceId} and id = ${typeId} and catalog_version < ${version}`,
  );
  if (moved === 0 || dimensions.length === 0) return;
  await run(
    db,
    sql`update metrics_fields f set distinct_values = d.distinct_values, examples = array(select jsonb_array_elements_text(d.examples::jsonb))
        from unnest(${arrayOf(dimensions.map(({ name }) => name))}::text[], ${arrayOf(dimensions.map(({ distinctValues }) => distinctValues))}::bigint[],
          ${arrayOf(dimensions.map(({ examples }) => JSON.stringify(examples)))}::text[]) as d(name, distinct_values, examples)
        where f.workspace_id = ${workspaceId} and f.type_id = ${typeId} and f.name = d.name`,
  );
}
