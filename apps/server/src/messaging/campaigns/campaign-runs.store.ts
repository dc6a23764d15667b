import { sql, type SQL } from 'drizzle-orm';
import type { CampaignRunRef } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import { run, select, selectOne } from '../../database/sql.ts';
import type { StartWorkflow } from '../../kernel/context.ts';
import type { ShouldRun } from '../../kernel/jobs/reconciler.ts';
import type { CampaignRow } from './campaigns.store.ts';
import { runTotals } from '../messages/message-counts.store.ts';
import type { SegmentRow } from '../segments/segments.store.ts';

/** Recipients in one batch, by position in the frozen audience. */
export const batchSize = 500;

/** A run about to be made. */
export interface NewRun extends CampaignRunRef {
  readonly jobId: string;
  readonly workflowId: string;
  readonly senderId: string;
  readonly simulated: boolean;
  readonly content: string;
  readonly at: string;
}

/** Makes a run and names it the campaign's latest. */
export async function insertRun(db: Db, made: NewRun): Promise<void> {
  await run(
    db,
    sql`insert into messaging_campaign_runs (workspace_id, campaign_id, run, job_id, workflow_id, sender_id, simulated, content, created_at)
        values (${made.workspaceId}, ${made.campaignId}, ${made.run}, ${made.jobId}, ${made.workflowId}, ${made.senderId},
                ${made.simulated}, ${made.content}, ${made.at})`,
  );
  await run(
    db,
    sql`update messaging_campaigns set run = ${made.run}, job_id = ${made.jobId}, started_at = null, completed_at = null
        where workspace_id = ${made.workspaceId} and id = ${made.campaignId}`,
  );
}

/** A run with what its campaign says now. */
export interface RunRow {
  readonly status: CampaignRow['status'];
  readonly schedule_time: string | null;
  readonly expires_at: string | null;
  readonly segment_id: string;
  readonly job_id: string;
  readonly content: string;
  readonly is_planned: boolean;
  readonly frozen_at: string | null;
  readonly ended_at: string | null;
  readonly cancel_requested: boolean;
}

/** The run, with its campaign's row locked. Undefined when another run has replaced it. */
export async function lockRun(db: Db, ref: CampaignRunRef): Promise<RunRow | undefined> {
  return await selectOne<RunRow>(
    db,
    sql`select c.status, c.schedule_time, c.expires_at, c.segment_id, r.job_id, r.content, r.plan is not null as is_planned, r.frozen_at, r.ended_at,
               coalesce(j.cancel_requested_at is not null, false) as cancel_requested
        from messaging_campaigns c
        join messaging_campaign_runs r on r.workspace_id = c.workspace_id and r.campaign_id = c.id and r.run = c.run
        left join jobs j on j.workspace_id = r.workspace_id and j.id = r.job_id
        where c.workspace_id = ${ref.workspaceId} and c.id = ${ref.campaignId} and c.run = ${ref.run}
        for update of c`,
  );
}

/** The job that shows a run. */
export async function jobOfRun(db: Db, ref: CampaignRunRef): Promise<string | undefined> {
  const found = await selectOne<{ job_id: string }>(
    db,
    sql`select job_id from messaging_campaign_runs
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run}`,
  );
  return found?.job_id;
}

/** What the rows of a run still want. */
export interface RunFacts {
  readonly total: number;
  readonly pending: number;
  readonly dueBatches: readonly number[];
  readonly nextDueAt: string | null;
  readonly nextLookAt: string | null;
}

/**
 * What a run still wants at `at`. Counts say how many messages wait; those that wait for an instant are found by an index, and only
 * when there are others are all of the run's read.
 */
export async function runFacts(db: Db, ref: CampaignRunRef, at: string): Promise<RunFacts> {
  const { total, pending, waiting } = await runTotals(db, ref.workspaceId, ref);
  if (waiting === 0) return { total, pending, dueBatches: [], nextDueAt: null, nextLookAt: null };
  const timed = await waitingRows(db, { ref, at, where: sql`waits_until is not null` });
  const found = timed.rows === waiting ? timed : await waitingRows(db, { ref, at, where: sql`true` });
  const dueBatches = (found.due ?? []).toSorted((a, b) => a - b);
  return { total, pending, dueBatches, nextDueAt: found.next_due_at, nextLookAt: found.next_look_at };
}

interface WaitingRows {
  readonly rows: number;
  readonly due: readonly number[] | null;
  readonly next_due_at: string | null;
  readonly next_look_at: string | null;
}

async function waitingRows(
  db: Db,
  { ref, at, where }: { readonly ref: CampaignRunRef; readonly at: string; readonly where: SQL },
): Promise<WaitingRows> {
  const found = await selectOne<WaitingRows>(
    db,
    sql`select count(*)::int as rows,
               jsonb_agg(distinct (position - 1) / ${batchSize}::int) filter (where status = 'planned' and (not_before is null or not_before <= ${at})) as due,
               min(not_before) filter (where status = 'planned' and not_before > ${at}) as next_due_at,
               min(not_before) filter (where status = 'unconfirmed') as next_look_at
        from messaging_messages
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run}
          and status in ('planned', 'unconfirmed') and ${where}`,
  );
  return found ?? { rows: 0, due: null, next_due_at: null, next_look_at: null };
}

/**
 * Settles what dead workers left in a run: claims are given back, calls without a record become unconfirmed. Only called while
 * no batch of the run is being sent.
 *
 * @param settleMs from a call to when the carrier's list is conclusive about it
 */
export async function settleRun(
  db: Db,
  ref: CampaignRunRef,
  { at, settleMs }: { at: string; settleMs: number },
): Promise<void> {
  const { taken } = await runTotals(db, ref.workspaceId, ref);
  if (taken === 0) return;
  await run(
    db,
    sql`update messaging_messages set
          status = case status when 'claimed' then 'planned' else 'unconfirmed' end,
          not_before = case status when 'claimed' then not_before else called_at + ${settleMs} * interval '1 millisecond' end,
          claim_id = null, updated_at = ${at}
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run} and status in ('claimed', 'calling')`,
  );
}

/** Ends every message of a run that was not handed over: `canceled` with a campaign, `expired` with its time. */
export async function endPlanned(
  db: Db,
  ref: CampaignRunRef,
  end: { readonly status: 'canceled' | 'expired'; readonly reason: string; readonly at: string },
): Promise<number> {
  return await run(
    db,
    sql`update messaging_messages set status = ${end.status}, reason = ${end.reason}, not_before = null, updated_at = ${end.at}
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run} and status = 'planned'`,
  );
}

/** A segment as it was when a run began. */
export type RunSegment = Pick<SegmentRow, 'id' | 'name' | 'filter_criteria'>;

/** Notes that a run's audience is written down, and whom it was for: the segment may change or go after it. */
export async function markFrozen(
  db: Db,
  ref: CampaignRunRef,
  frozen: { readonly recipients: number; readonly segment: RunSegment; readonly at: string },
): Promise<void> {
  await run(
    db,
    sql`update messaging_campaign_runs set recipients = ${frozen.recipients}, frozen_at = ${frozen.at}, segment = ${JSON.stringify(frozen.segment)}::jsonb
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run}`,
  );
  await run(
    db,
    sql`update messaging_campaigns set started_at = ${frozen.at}, updated_at = ${frozen.at}
        where workspace_id = ${ref.workspaceId} and id = ${ref.campaignId}`,
  );
}

/** Notes that a run has ended; true the first time. */
export async function markEnded(db: Db, ref: CampaignRunRef, at: string): Promise<boolean> {
  const count = await run(
    db,
    sql`update messaging_campaign_runs set ended_at = ${at}
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run} and ended_at is null`,
  );
  return count > 0;
}

/** Lets recipients who wait for an opening be decided again, as when quiet hours changed. */
export async function releaseWaiting(db: Db, ref: CampaignRunRef): Promise<void> {
  await run(
    db,
    sql`update messaging_messages set not_before = null, reason = null
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run}
          and status = 'planned' and not_before is not null`,
  );
}

/** Every run, in any workspace, that has not ended: what a server starts again by id. Those that are under way are left alone. */
export async function campaignsToResume(db: Db): Promise<readonly ShouldRun[]> {
  const rows = await select<CampaignRunRef & { readonly workflowId: string }>(
    db,
    sql`select r.workspace_id as "workspaceId", r.campaign_id as "campaignId", r.run, r.workflow_id as "workflowId"
        from messaging_campaign_runs r where r.ended_at is null order by r.workspace_id, r.campaign_id, r.run`,
  );
  return rows.map(({ workflowId, ...ref }) => ({ workspaceId: ref.workspaceId, ...startOf(ref, workflowId) }));
}

/** How a run's workflow is started. */
export function startOf(ref: CampaignRunRef, workflowId: string): StartWorkflow {
  return { workflow: 'sendCampaign', workflowId, args: [ref] };
}

/** The workflow that carries a run. */
export function workflowIdOf(campaignId: string, runNumber: number): string {
  return `campaign:${campaignId}:${runNumber}`;
}
