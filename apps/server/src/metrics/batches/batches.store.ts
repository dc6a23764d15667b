import { sql } from 'drizzle-orm';
import type { MetricBatch } from '@marquee/api/metrics/batches.contract';
import type { z } from 'zod';
import type { Db } from '../../database/database.ts';
import type { StartWorkflow } from '../../kernel/context.ts';
import { arrayOf, run, select, selectOne } from '../../database/sql.ts';
import type { ShouldRun } from '../../kernel/jobs/reconciler.ts';

type Wire = z.output<typeof MetricBatch>;

/** A batch as stored, with what only the server needs. */
export interface BatchRow extends Omit<Wire, 'status'> {
  readonly id: string;
  readonly type_id: number;
  readonly digest: string;
  /** The version of the type's data that it made. */
  readonly version: number;
}

const columns = sql.raw(
  'b.id, b.type_id, b.digest, b.version, b.batch_id, t.name as data_type, b.records_received, b.accepted, b.replaced, b.duplicates, ' +
    'b.rejected, b.rejections, b.rejections_by_reason, b.metrics, b.dimensions, b.created_at, b.processed_at',
);

const joined = sql`metrics_batches b join metrics_types t on t.workspace_id = b.workspace_id and t.id = b.type_id`;

/** The batches of a name: one for each data type that has one. */
export async function batchesNamed(
  db: Db,
  workspaceId: string,
  { batchId, dataType }: { readonly batchId: string; readonly dataType: string | null },
): Promise<readonly BatchRow[]> {
  const ofType = dataType === null ? sql`` : sql`and t.name = ${dataType}`;
  return await select<BatchRow>(
    db,
    sql`select ${columns} from ${joined} where b.workspace_id = ${workspaceId} and b.batch_id = ${batchId} ${ofType} order by t.name`,
  );
}

/** The batch with our own id. */
export async function batchById(db: Db, workspaceId: string, id: string): Promise<BatchRow | undefined> {
  return await selectOne<BatchRow>(
    db,
    sql`select ${columns} from ${joined} where b.workspace_id = ${workspaceId} and b.id = ${id}`,
  );
}

/** The workflow that follows an upload. */
export function processingOf(workspaceId: string, id: string): StartWorkflow {
  return { workflow: 'metricsBatch', workflowId: `metrics-batch:${id}`, args: [{ workspaceId, batchId: id }] };
}

/** The workflow of every batch that nothing has followed yet: for the reconciler, in a system transaction. */
export async function unprocessedBatches(db: Db): Promise<ShouldRun[]> {
  const rows = await select<{ workspace_id: string; id: string }>(
    db,
    sql`select workspace_id, id from metrics_batches where processed_at is null`,
  );
  return rows.map(({ workspace_id: workspaceId, id }) => ({ workspaceId, ...processingOf(workspaceId, id) }));
}

/** Keeps a batch's receipt. */
export async function insertBatch(
  db: Db,
  workspaceId: string,
  batch: Omit<BatchRow, 'data_type' | 'version'>,
): Promise<void> {
  await run(
    db,
    sql`insert into metrics_batches (workspace_id, id, type_id, batch_id, digest, version, records_received, accepted, replaced, duplicates, rejected,
          rejections, rejections_by_reason, metrics, dimensions, created_at, processed_at)
        select ${workspaceId}::uuid, ${batch.id}::uuid, ${batch.type_id}::int, ${batch.batch_id}, ${batch.digest}, version, ${batch.records_received}::int,
          ${batch.accepted}::int, ${batch.replaced}::int, ${batch.duplicates}::int, ${batch.rejected}::int, ${JSON.stringify(batch.rejections)}::jsonb,
          ${JSON.stringify(batch.rejections_by_reason)}::jsonb, ${arrayOf(batch.metrics)}::text[], ${arrayOf(batch.dimensions)}::text[],
          ${batch.created_at}::timestamptz, ${batch.processed_at}::timestamptz
        from metrics_types where workspace_id = ${workspaceId} and id = ${batch.type_id}`,
  );
}

/** Marks a batch as processed; false when it was already. */
export async function markProcessed(
  db: Db,
  workspaceId: string,
  { id, at }: { readonly id: string; readonly at: string },
): Promise<boolean> {
  const marked = await run(
    db,
    sql`update metrics_batches set processed_at = ${at} where workspace_id = ${workspaceId} and id = ${id} and processed_at is null`,
  );
  return marked > 0;
}
