import { sql } from 'drizzle-orm';
import { run, select, selectOne } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import type {
  CommitBatch,
  MetricsReceipt,
  MetricsStore,
  MetricsWrite,
  StoredType,
} from '../../metrics/store/metrics-store.ts';
import type { TestDatabase } from '../database.ts';
import { insertWorkspace } from '../workspaces.ts';

/** A store beside a real database of ours, with what uploads do around it. */
export interface MetricsStage {
  readonly store: MetricsStore;
  readonly database: TestDatabase;
  /** A new data type, in a workspace of its own. */
  newType(fields: readonly string[], dayZone?: string): Promise<StoredType>;
  /** The transaction that makes a batch known: it holds the type, and remembers what was answered. */
  commitOf(write: Pick<MetricsWrite, 'type' | 'batchKey'>): CommitBatch;
}

/** Puts a store on the stage. */
export function metricsStage(database: TestDatabase, store: MetricsStore): MetricsStage {
  const known = new Map<string, MetricsReceipt>();
  return {
    store,
    database,
    newType: async (fields, dayZone = 'UTC') => await newType(database, fields, dayZone),
    commitOf:
      ({ type, batchKey }) =>
      async (work) => {
        const key = JSON.stringify([type.workspaceId, type.typeId, batchKey]);
        const receipt = await database.asWorkspace(type.workspaceId, async (db) => {
          await select(
            db,
            sql`select 1 from metrics_types where workspace_id = ${type.workspaceId} and id = ${type.typeId} for update`,
          );
          return known.get(key) ?? (await work(db, type));
        });
        known.set(key, receipt);
        return receipt;
      },
  };
}

async function newType(database: TestDatabase, fields: readonly string[], dayZone: string): Promise<StoredType> {
  const workspaceId = await insertWorkspace(database, dayZone);
  const slots = new Map(fields.map((field, index) => [field, index + 1]));
  const typeId = await database.asWorkspace(workspaceId, async (db) => {
    const row = await selectOne<{ id: number }>(
      db,
      sql`insert into metrics_types (workspace_id, name, day_zone, created_at, updated_at)
          values (${workspaceId}, ${newId()}, ${dayZone}, now(), now()) returning id`,
    );
    for (const [field, slot] of slots) {
      await run(
        db,
        sql`insert into metrics_fields (workspace_id, type_id, name, kind, slot, created_at)
            values (${workspaceId}, ${row?.id}, ${field}, 'metric', ${slot}, now())`,
      );
    }
    return row?.id;
  });
  return { workspaceId, typeId: Number(typeId), slots, dayZone, daysBeforeMs: null };
}
