import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run } from '../../database/sql.ts';

/** Where a job stands. */
export type JobStatus = 'queued' | 'waiting_for_engine' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** A job to be made. */
export interface JobRow {
  readonly workspaceId: string;
  readonly id: string;
  readonly kind: string;
  readonly recordId: string;
  readonly workflowId: string;
  readonly operation: string;
  readonly scope: string;
  readonly createdBy: string | null;
  readonly at: string;
}

/** What can change about a job. */
export interface JobChange {
  readonly status?: JobStatus;
  readonly progress?: { readonly done: number; readonly total: number | null };
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly detail: string };
}

/** Makes a job's row. */
export async function insertJob(db: Db, job: JobRow): Promise<void> {
  await run(
    db,
    sql`insert into jobs (workspace_id, id, kind, record_id, workflow_id, operation, scope, status, created_by, created_at, updated_at)
        values (${job.workspaceId}, ${job.id}, ${job.kind}, ${job.recordId}, ${job.workflowId}, ${job.operation}, ${job.scope},
                'queued', ${job.createdBy}, ${job.at}, ${job.at})`,
  );
}

/** Reports on a job. An ended job stays as it ended. */
export async function updateJob(db: Db, workspaceId: string, jobId: string, change: JobChange): Promise<void> {
  const sets: SQL[] = [sql`updated_at = now()`];
  if (change.status !== undefined) sets.push(sql`status = ${change.status}`);
  if (change.progress !== undefined) sets.push(sql`progress = ${JSON.stringify(change.progress)}::jsonb`);
  if (change.result !== undefined) sets.push(sql`result = ${JSON.stringify(change.result)}::jsonb`);
  if (change.error !== undefined) sets.push(sql`error = ${JSON.stringify(change.error)}::jsonb`);
  if (change.status !== undefined && ended.has(change.status)) sets.push(sql`finished_at = now()`);
  await run(
    db,
    sql`update jobs set ${sql.join(sets, sql`, `)}
        where workspace_id = ${workspaceId} and id = ${jobId} and finished_at is null`,
  );
}

/** Adds to what a job has done, up to its total. An ended job, and one that has not said how much there is, stay as they are. */
export async function advanceJob(
  db: Db,
  workspaceId: string,
  { jobId, by }: { readonly jobId: string; readonly by: number },
): Promise<void> {
  await run(
    db,
    sql`update jobs set updated_at = now(),
          progress = jsonb_set(progress, '{done}', to_jsonb(least((progress ->> 'total')::int, (progress ->> 'done')::int + ${by}::int)))
        where workspace_id = ${workspaceId} and id = ${jobId} and finished_at is null and progress ->> 'total' is not null`,
  );
}

const ended: ReadonlySet<JobStatus> = new Set(['succeeded', 'failed', 'cancelled']);
