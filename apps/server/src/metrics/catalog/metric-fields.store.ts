import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { arrayOf, run } from '../../database/sql.ts';

/** A field that a data type gets. */
export interface NewField {
  readonly name: string;
  readonly kind: 'metric' | 'dimension';
}

/** Makes a data type unless there is one of this name, and locks it until the transaction ends. */
export async function ensureType(
  db: Db,
  workspaceId: string,
  { name, at }: { readonly name: string; readonly at: string },
): Promise<void> {
  await run(
    db,
    sql`insert into metrics_types (workspace_id, name, day_zone, created_at, updated_at)
        select id, ${name}, time_zone, ${at}, ${at} from workspaces where id = ${workspaceId}
        on conflict (workspace_id, name) do nothing`,
  );
  await run(db, sql`select 1 from metrics_types where workspace_id = ${workspaceId} and name = ${name} for update`);
}

/** Gives a locked data type new fields; metrics get the next slots. A field that it has already keeps its kind. */
export async function addFields(
  db: Db,
  { workspaceId, typeId }: { readonly workspaceId: string; readonly typeId: number },
  { fields, at }: { readonly fields: readonly NewField[]; readonly at: string },
): Promise<void> {
  await run(
    db,
    sql`insert into metrics_fields (workspace_id, type_id, name, kind, slot, created_at)
        select ${workspaceId}::uuid, ${typeId}::int, name, kind,
          case when kind = 'metric' then (
            select coalesce(max(slot), 0) from metrics_fields where workspace_id = ${workspaceId} and type_id = ${typeId}
          ) + row_number() over (partition by kind order by position) end, ${at}::timestamptz
        from unnest(${arrayOf(fields.map(({ name }) => name))}::text[], ${arrayOf(fields.map(({ kind }) => kind))}::text[])
          with ordinality as new(name, kind, position)
        where not exists (
          select 1 from metrics_fields f where f.workspace_id = ${workspaceId} and f.type_id = ${typeId} and f.name = new.name
        )`,
  );
}

/** What a write did to a data type. */
export interface TypeChange {
  readonly accepted: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly at: string;
}

/** Notes a write on its locked data type: a new version, and what there is now. */
export async function noteWrite(
  db: Db,
  { workspaceId, typeId }: { readonly workspaceId: string; readonly typeId: number },
  { accepted, firstMs, lastMs, at }: TypeChange,
): Promise<void> {
  await run(
    db,
    sql`update metrics_types set version = version + 1, row_count = row_count + ${accepted}, updated_at = ${at},
          first_ms = least(first_ms, ${firstMs}::bigint), last_ms = greatest(last_ms, ${lastMs}::bigint)
        where workspace_id = ${workspaceId} and id = ${typeId}`,
  );
}
