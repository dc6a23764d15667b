import { sql } from 'drizzle-orm';
import type { Database } from '../../../database/database.ts';
import { run } from '../../../database/sql.ts';
import type { StoredType } from '../metrics-store.ts';

const tables = [
  ...['metrics_rows', 'metrics_minutes', 'metrics_hours', 'metrics_days', 'metrics_histograms', 'metrics_sets'],
] as const;
const rowsMax = 20_000;

/** Deletes a type's rows and totals, some a transaction: in one, millions would keep everybody else waiting. */
export async function forgetRows(database: Database, { workspaceId, typeId }: StoredType): Promise<void> {
  for (const table of tables) {
    const name = sql.identifier(table);
    const some = sql`select ctid from ${name} where workspace_id = ${workspaceId} and type_id = ${typeId} limit ${rowsMax}`;
    for (let deleted = 1; deleted > 0;) {
      deleted = await database.transaction({ kind: 'workspace', workspaceId }, { access: 'write' }, (db) =>
        run(db, sql`delete from ${name} where ctid in (${some})`),
      );
    }
  }
}
