import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';

/** One workflow command on its way to the engine. */
export interface LeasedCommand {
  readonly id: string;
  readonly workspace_id: string;
  readonly kind: 'start' | 'signal';
  readonly workflow: string | null;
  readonly workflow_id: string;
  readonly signal: string | null;
  readonly args: readonly unknown[];
  readonly attempts: number;
  readonly job_id: string | null;
  readonly job_kind: string | null;
  readonly record_id: string | null;
}

/**
 * Takes the oldest waiting command of each workflow, for `leaseUntil`; a dispatcher that dies leaves them to the next one. No
 * lock outlives the transaction, so that none is held over a call to the engine.
 */
export async function leaseCommands(
  db: Db,
  { now, leaseUntil, limit }: { now: string; leaseUntil: string; limit: number },
): Promise<LeasedCommand[]> {
  return await select<LeasedCommand>(
    db,
    sql`
      with due as (
        select c.id from outbox_commands c
        where c.dispatched_at is null and c.next_attempt_at <= ${now}
          and not exists (
            select from outbox_commands earlier
            where earlier.workflow_id = c.workflow_id and earlier.id < c.id and earlier.dispatched_at is null
          )
        order by c.id limit ${limit} for update of c skip locked
      ), leased as (
        update outbox_commands c set next_attempt_at = ${leaseUntil}, attempts = attempts + 1
        from due where c.id = due.id returning c.*
      )
      select c.id, c.workspace_id, c.kind, c.workflow, c.workflow_id, c.signal, c.args, c.attempts, c.job_id,
             j.kind as job_kind, j.record_id
      from leased c left join jobs j on j.workspace_id = c.workspace_id and j.id = c.job_id
      order by c.id`,
  );
}

/** Marks commands as done; `note` says what was odd about it. Jobs that waited for the engine are queued with it. */
export async function markDispatched(
  db: Db,
  done: readonly { readonly id: string; readonly note: string | null }[],
  now: string,
): Promise<void> {
  await run(
    db,
    sql`update outbox_commands c set dispatched_at = ${now}, last_error = d.note
        from jsonb_to_recordset(${JSON.stringify(done)}::jsonb) as d(id uuid, note text) where c.id = d.id`,
  );
  await run(
    db,
    sql`update jobs j set status = 'queued', updated_at = ${now}
        from outbox_commands c
        where c.id in ${done.map((each) => each.id)} and c.kind = 'start'
          and j.workspace_id = c.workspace_id and j.id = c.job_id and j.status = 'waiting_for_engine'`,
  );
}

/** Puts commands off until `next_attempt_at`, remembering why. */
export async function postpone(
  db: Db,
  failed: readonly { readonly id: string; readonly next_attempt_at: string; readonly error: string }[],
): Promise<void> {
  await run(
    db,
    sql`update outbox_commands c set next_attempt_at = f.next_attempt_at, last_error = f.error
        from jsonb_to_recordset(${JSON.stringify(failed)}::jsonb) as f(id uuid, next_attempt_at timestamptz, error text)
        where c.id = f.id and c.dispatched_at is null`,
  );
}

/** Lets every job whose start has not reached the engine say so. */
export async function markWaitingForEngine(db: Db, now: string): Promise<number> {
  return await run(
    db,
    sql`update jobs j set status = 'waiting_for_engine', updated_at = ${now}
        from outbox_commands c
        where c.dispatched_at is null and c.kind = 'start' and j.workspace_id = c.workspace_id and j.id = c.job_id
          and j.status = 'queued' and j.finished_at is null`,
  );
}

/** Makes every waiting command due, as when the engine has come back. */
export async function retryNow(db: Db, now: string): Promise<void> {
  await run(
    db,
    sql`update outbox_commands set next_attempt_at = ${now}
        where dispatched_at is null and next_attempt_at > ${now} and last_error is not null`,
  );
}
