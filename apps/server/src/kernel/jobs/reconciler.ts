import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { AsSystem, Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';
import type { Clock } from '../../lib/clock.ts';
import type { StartWorkflow } from '../context.ts';
import { updateJob, type JobChange } from './jobs.store.ts';

/** A workflow that a record says should be running. */
export interface ShouldRun extends StartWorkflow {
  readonly workspaceId: string;
}

/** Finds what should be running in one domain, over all workspaces. */
export type FindShouldRun = (db: Db) => Promise<readonly ShouldRun[]>;

/** What reconciling works with. */
export interface ReconcilerDeps {
  readonly asSystem: AsSystem;
  readonly now: Clock;
  readonly newId: () => string;
  readonly log: Logger;
}

const rowsMax = 500;
const askedAtOnce = 16;

/**
 * Starts by id every workflow whose record says that it should run: after a lost or newer engine file, or a restored backup,
 * nothing that sleeps is forgotten. A workflow that runs is left alone by the dispatcher.
 *
 * @returns how many starts were put into the outbox
 */
export async function reconcileRecords(deps: ReconcilerDeps, registered: readonly FindShouldRun[]): Promise<number> {
  let total = 0;
  for (const find of registered) {
    total += await deps.asSystem('reconcile workflows', async (db) => {
      const waiting = await waitingStarts(db);
      const missing = (await find(db)).filter((each) => !waiting.has(each.workflowId));
      for (let at = 0; at < missing.length; at += rowsMax) await enqueue(db, missing.slice(at, at + rowsMax), deps);
      return missing.length;
    });
  }
  if (total > 0) deps.log.info({ count: total }, 'workflows that should be running were asked for again');
  return total;
}

/**
 * Compares every unfinished job with the engine: a workflow that it has never heard of is started again, and a job whose
 * workflow ended without saying so ends with it.
 *
 * @returns how many jobs were put right
 */
export async function reconcileJobs(deps: ReconcilerDeps, client: Client): Promise<number> {
  const { asSystem, log } = deps;
  const started = await asSystem('reconcile jobs', unfinishedStarts);
  const found = new Map<WorkflowFate, StartedCommand[]>();
  for (let from = 0; from < started.length; from += askedAtOnce) {
    const asked = started.slice(from, from + askedAtOnce);
    const fates = await Promise.all(asked.map((command) => fateOf(client, command.workflow_id, deps.now)));
    for (const [index, command] of asked.entries()) {
      const fate = fates[index] ?? 'running';
      found.set(fate, [...(found.get(fate) ?? []), command]);
    }
  }
  const { unknown = [], failed = [], cancelled = [] } = Object.fromEntries(found);
  if (unknown.length > 0) await startAgain(unknown, deps);
  for (const job of failed) await endJob(job, { status: 'failed', error: endedSilently }, deps);
  for (const job of cancelled) await endJob(job, { status: 'cancelled' }, deps);

  const counts = { unknown: unknown.length, failed: failed.length, cancelled: cancelled.length };
  const total = counts.unknown + counts.failed + counts.cancelled;
  if (total > 0) log.warn(counts, 'unfinished jobs did not agree with the engine and were put right');
  return total;
}

const endedSilently = { code: 'internal', detail: 'The work ended without a result, for a reason on our side.' };

type WorkflowFate = 'running' | 'unknown' | 'failed' | 'cancelled';

interface StartedCommand {
  readonly id: string;
  readonly workspace_id: string;
  readonly job_id: string;
  readonly workflow_id: string;
}

async function fateOf(client: Client, workflowId: string, now: Clock): Promise<WorkflowFate> {
  try {
    const handle = client.workflow.getHandle(workflowId);
    const { status } = await client.withDeadline(now().getTime() + 10_000, () => handle.describe());
    if (status.name === 'CANCELLED') return 'cancelled';
    return ['FAILED', 'TERMINATED', 'TIMED_OUT'].includes(status.name) ? 'failed' : 'running';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'unknown';
    throw error;
  }
}

async function startAgain(commands: readonly StartedCommand[], { asSystem, now }: ReconcilerDeps): Promise<void> {
  const ids = JSON.stringify(commands.map((command) => command.id));
  const at = now().toISOString();
  await asSystem('reconcile jobs', (db) =>
    run(
      db,
      sql`update outbox_commands
          set dispatched_at = null, attempts = 0, next_attempt_at = ${at}, last_error = 'unknown to the engine'
          where id in (select id::uuid from jsonb_array_elements_text(${ids}::jsonb) as lost(id))`,
    ),
  );
}

async function endJob(job: StartedCommand, change: JobChange, { asSystem }: ReconcilerDeps): Promise<void> {
  await asSystem('reconcile jobs', (db) => updateJob(db, job.workspace_id, job.job_id, change));
}

async function waitingStarts(db: Db): Promise<ReadonlySet<string>> {
  const rows = await select<{ workflow_id: string }>(
    db,
    sql`select distinct workflow_id from outbox_commands where dispatched_at is null and kind = 'start'`,
  );
  return new Set(rows.map((row) => row.workflow_id));
}

async function unfinishedStarts(db: Db) {
  return await select<StartedCommand>(
    db,
    sql`select distinct on (c.workflow_id) c.id, c.workspace_id, c.job_id, c.workflow_id
        from jobs j join outbox_commands c on c.workspace_id = j.workspace_id and c.job_id = j.id
        where j.finished_at is null and c.kind = 'start' and c.dispatched_at is not null
          and not exists (
            select from outbox_commands w where w.workflow_id = c.workflow_id and w.kind = 'start' and w.dispatched_at is null
          )
        order by c.workflow_id, c.id desc`,
  );
}

/** One statement for many: after a restore everything that sleeps is asked for, and PGlite has one session. */
async function enqueue(db: Db, missing: readonly ShouldRun[], { now, newId }: ReconcilerDeps): Promise<void> {
  const rows = missing.map(({ workspaceId, workflow, workflowId, args }) => ({
    id: newId(),
    workspace_id: workspaceId,
    workflow,
    workflow_id: workflowId,
    args,
  }));
  const at = now().toISOString();
  await run(
    db,
    sql`insert into outbox_commands (id, workspace_id, kind, workflow, workflow_id, args, job_id, created_at, next_attempt_at)
        select r.id, r.workspace_id, 'start', r.workflow, r.workflow_id, r.args,
               (select max(j.id::text)::uuid from jobs j
                where j.workspace_id = r.workspace_id and j.workflow_id = r.workflow_id and j.finished_at is null),
               ${at}, ${at}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(id uuid, workspace_id uuid, workflow text, workflow_id text, args jsonb)`,
  );
}
