import type { Job } from '@marquee/api/system/jobs.contract';
import type { Scope } from '@marquee/api/scopes';
import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { run, select, selectOne } from '../database/sql.ts';

/** A job with what only the server needs of it. */
export interface JobRow extends Job {
  readonly workflow_id: string;
}

/** Whose jobs: a workspace's, as far as holders of the scopes may see them. */
export interface JobsSeen {
  readonly workspaceId: string;
  readonly scopes: readonly Scope[];
}

/** Which of them. */
export interface JobFilter {
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
  readonly record_id?: string | undefined;
  readonly scope?: string | undefined;
}

const columns = sql`id, kind, record_id, workflow_id, operation, status, progress, result, error,
  cancel_requested_at, created_at, updated_at, finished_at`;

/** One job; `forUpdate` locks its row until the transaction ends. */
export async function readJob(
  db: Db,
  seen: JobsSeen,
  { id, forUpdate = false }: { readonly id: string; readonly forUpdate?: boolean },
): Promise<JobRow | undefined> {
  const lock = forUpdate ? sql`for update` : sql``;
  return await selectOne<JobRow>(db, sql`select ${columns} from jobs where ${visible(seen)} and id = ${id} ${lock}`);
}

/** Jobs, the newest first, older than the job `before`. */
export async function listJobs(
  db: Db,
  seen: JobsSeen,
  {
    filter,
    before,
    limit,
  }: { readonly filter: JobFilter; readonly before: string | undefined; readonly limit: number },
): Promise<JobRow[]> {
  const older = before === undefined ? sql`` : sql`and id < ${before}`;
  return await select<JobRow>(
    db,
    sql`select ${columns} from jobs where ${visible(seen)} and ${matching(filter)} ${older} order by id desc limit ${limit}`,
  );
}

/** How many jobs match. */
export async function countJobs(db: Db, seen: JobsSeen, filter: JobFilter): Promise<number> {
  const row = await selectOne<{ total: number }>(
    db,
    sql`select count(*) as total from jobs where ${visible(seen)} and ${matching(filter)}`,
  );
  return row?.total ?? 0;
}

/** Notes that a job is to stop. */
export async function requestCancel(
  db: Db,
  { workspaceId }: JobsSeen,
  { id, at }: { readonly id: string; readonly at: string },
) {
  await run(
    db,
    sql`update jobs set cancel_requested_at = ${at}, updated_at = ${at} where workspace_id = ${workspaceId} and id = ${id}`,
  );
}

function visible({ workspaceId, scopes }: JobsSeen): SQL {
  return scopes.length === 0 ? sql`false` : sql`workspace_id = ${workspaceId} and scope in ${scopes}`;
}

function matching(filter: JobFilter): SQL {
  const conditions = Object.entries(filter).flatMap(([column, value]: [string, unknown]) =>
    value === undefined ? [] : [sql`${sql.identifier(column)} = ${value}`],
  );
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}
