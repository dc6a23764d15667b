import type { DemoRef } from '@marquee/workflows';
import { sql } from 'drizzle-orm';
import type { AsSystem, AsWorkspace, Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';
import type { FindShouldRun } from '../../kernel/jobs/reconciler.ts';
import { insertCommand } from '../../kernel/outbox/outbox.store.ts';
import type { Clock } from '../../lib/clock.ts';

/** What ending the demo's work works with. */
export interface EndingDeps {
  readonly asSystem: AsSystem;
  readonly asWorkspace: AsWorkspace;
  readonly now: Clock;
  readonly newId: () => string;
  /** What each domain says should be running. */
  readonly shouldRun: readonly FindShouldRun[];
  /** Ends a workflow where it stands; one that has ended is fine. */
  readonly terminate: (workflowId: string) => Promise<void>;
  readonly wakeCommands: () => void;
  /** How long jobs that were asked to stop are waited for; 5 s when omitted. */
  readonly graceMs?: number;
}

// A campaign ends with the message at hand, an import with its chunk. What takes longer waits for something.
const usualGraceMs = 5000;
const lookMs = 250;
const atOnce = 16;

/** Asks every job of the demo to stop, waits a moment for those that do, and ends whatever is left where it stands. */
export async function endDemoWork(deps: EndingDeps, ref: DemoRef, pause: (ms: number) => Promise<void>): Promise<void> {
  const { graceMs = usualGraceMs } = deps;
  await deps.asWorkspace(ref.workspaceId, (db) => askToStop(deps, db, ref));
  deps.wakeCommands();
  for (let waitedMs = 0; waitedMs < graceMs; waitedMs += lookMs) {
    const busy = await deps.asWorkspace(ref.workspaceId, (db) => unfinishedJobs(db, ref));
    if (busy.length === 0) break;
    await pause(lookMs);
  }
  await deps.asWorkspace(ref.workspaceId, (db) => forgetCommands(db, ref));
  const left = await stillRunning(deps, ref);
  for (let at = 0; at < left.length; at += atOnce) await Promise.all(left.slice(at, at + atOnce).map(deps.terminate));
}

interface UnfinishedJob {
  readonly id: string;
  readonly workflow_id: string;
}

async function unfinishedJobs(db: Db, { workspaceId, jobId }: DemoRef): Promise<readonly UnfinishedJob[]> {
  return await select<UnfinishedJob>(
    db,
    sql`select id, workflow_id from jobs where workspace_id = ${workspaceId} and finished_at is null and id <> ${jobId}`,
  );
}

async function askToStop({ now, newId }: EndingDeps, db: Db, ref: DemoRef): Promise<void> {
  const at = now().toISOString();
  const { workspaceId } = ref;
  const signal = { kind: 'signal', workflow: null, signal: 'cancel', args: [] } as const;
  for (const { id, workflow_id: workflowId } of await unfinishedJobs(db, ref)) {
    await run(
      db,
      sql`update jobs set cancel_requested_at = coalesce(cancel_requested_at, ${at}) where workspace_id = ${workspaceId} and id = ${id}`,
    );
    await insertCommand(db, { ...signal, id: newId(), workspaceId, workflowId, at });
  }
}

/** What has not reached the engine yet would start, or stop, something that is gone. */
async function forgetCommands(db: Db, { workspaceId, jobId }: DemoRef): Promise<void> {
  await run(
    db,
    sql`delete from outbox_commands where workspace_id = ${workspaceId} and dispatched_at is null and job_id is distinct from ${jobId}::uuid`,
  );
}

async function stillRunning(deps: EndingDeps, ref: DemoRef): Promise<readonly string[]> {
  const { workspaceId } = ref;
  const jobs = await deps.asWorkspace(workspaceId, (db) => unfinishedJobs(db, ref));
  const ids = new Set(jobs.map(({ workflow_id: id }) => id));
  for (const find of deps.shouldRun) {
    const found = await deps.asSystem('what runs in the demo', find);
    for (const each of found) if (each.workspaceId === workspaceId) ids.add(each.workflowId);
  }
  return [...ids];
}
