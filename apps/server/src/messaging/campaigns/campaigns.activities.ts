import { decideStep, type RunStep } from '@marquee/rules/messaging/campaigns/campaign-step';
import { setTimeout as wait } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { campaignEvents } from '@marquee/api/messaging/campaign-events.contract';
import { messageEvents } from '@marquee/api/messaging/messages.contract';
import type { CampaignActivities, CampaignRunRef, CampaignStep } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import { updateJob } from '../../kernel/jobs/jobs.store.ts';
import { insertEvent } from '../../kernel/outbox/outbox.store.ts';
import { openBatchProgress } from './batch-progress.ts';
import { insertPlannedMessages } from './campaign-audience.store.ts';
import { planCampaign, storedPlanOf, type Reading } from './campaign-plan.ts';
import { keepOutcome } from './campaign-outcome.store.ts';
import { keepPlan } from './campaign-plan.store.ts';
import {
  endPlanned,
  lockRun,
  markEnded,
  markFrozen,
  runFacts,
  settleRun,
  type RunFacts,
  type RunRow,
} from './campaign-runs.store.ts';
import { setCampaignStatus } from './campaigns.store.ts';
import { segmentById } from '../segments/segments.store.ts';
import { sendBatch } from '../sending/send-batch.ts';
import type { Attempt, SendDeps } from '../sending/send-deps.ts';
import { reconcileRun } from '../sending/send-reconcile.ts';

const pulseMs = 3000;

/** What the send of a campaign may do to the world. */
export function campaignActivities(deps: SendDeps): CampaignActivities {
  return {
    nextCampaignStep: (ref) => deps.asWorkspace(ref.workspaceId, (db) => nextStep(deps, db, ref)),
    planCampaign: (ref) => withAttempt(() => plan(deps, ref)),
    freezeCampaignAudience: (ref) =>
      withAttempt(async () => {
        await deps.asWorkspace(ref.workspaceId, (db) => freeze(deps, db, ref));
        await deps.refreshStatistics?.(['messaging_messages']);
      }),
    sendCampaignBatch: ({ batch, ...ref }) =>
      withAttempt(async (attempt) => {
        const claim = { ...ref, batch, claimId: deps.newId() };
        await using progress = await openBatchProgress(deps, claim);
        const counts = await sendBatch(deps, claim, attempt);
        await progress.tell();
        await deps.asWorkspace(ref.workspaceId, (db) => reportBatch(deps, db, { ref, counts }));
      }),
    reconcileCampaign: (ref) => withAttempt((attempt) => reconcileRun(deps, ref, attempt)),
  };
}

/** Runs an attempt whose pulse beats while it waits for slow calls, too. */
async function withAttempt(work: (attempt: Attempt) => Promise<void>): Promise<void> {
  const { cancellationSignal: signal, heartbeat } = Context.current();
  const pulse = () => heartbeat();
  const pause = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined); // ended early: the loop looks at the signal
  const beating = setInterval(pulse, pulseMs);
  try {
    await work({ pulse, signal, pause });
  } finally {
    clearInterval(beating);
  }
}

/** Reads, settles, decides, and writes what the decision changes: all under the campaign's lock. */
async function nextStep(deps: SendDeps, db: Db, ref: CampaignRunRef): Promise<CampaignStep> {
  const now = deps.now();
  const at = now.toISOString();
  const row = await lockRun(db, ref);
  if (row === undefined) return { kind: 'ended', status: 'replaced' };
  await settleRun(db, ref, { at, settleMs: deps.settleMs });
  const status = row.cancel_requested && row.ended_at === null ? 'cancelled' : row.status;
  if (status !== row.status) await changeStatus(deps, db, { ref, status });
  if (status === 'cancelled' || status === 'failed')
    await endPlanned(db, ref, { status: 'canceled', reason: `campaign_${status}`, at });
  const isOver = status === 'running' && row.expires_at !== null && at >= row.expires_at;
  if (isOver && row.frozen_at !== null)
    await endPlanned(db, ref, { status: 'expired', reason: 'campaign_expired', at });

  const facts = await runFacts(db, ref, at);
  const step = decideStep(
    {
      status,
      scheduleTime: dateOf(row.schedule_time),
      isPlanned: row.is_planned,
      isFrozen: row.frozen_at !== null,
      dueBatches: facts.dueBatches,
      nextDueAt: dateOf(facts.nextDueAt),
      nextLookAt: dateOf(facts.nextLookAt),
    },
    now,
  );
  return await carryOut(deps, db, { ref, row, status, facts, step });
}

interface Decided {
  readonly ref: CampaignRunRef;
  readonly row: RunRow;
  readonly status: RunRow['status'];
  readonly facts: RunFacts;
  readonly step: RunStep;
}

async function carryOut(deps: SendDeps, db: Db, { ref, row, status, facts, step }: Decided): Promise<CampaignStep> {
  switch (step.kind) {
    case 'plan':
      return step;
    case 'begin':
      await changeStatus(deps, db, { ref, status: 'running' });
      await updateJob(db, ref.workspaceId, row.job_id, { status: 'running' });
      return { kind: 'freeze' };
    case 'freeze':
      await updateJob(db, ref.workspaceId, row.job_id, { status: 'running' });
      return step;
    case 'send':
    case 'reconcile':
      await updateJob(db, ref.workspaceId, row.job_id, { progress: progressOf(facts) });
      return step;
    case 'wait':
      if (facts.total > 0) await updateJob(db, ref.workspaceId, row.job_id, { progress: progressOf(facts) });
      return { kind: 'wait', until: step.until?.toISOString() ?? null };
    case 'complete':
      await changeStatus(deps, db, { ref, status: 'completed' });
      await end(deps, db, { ref, row, status: 'completed', facts });
      return { kind: 'ended', status: 'completed' };
    case 'ended':
      await end(deps, db, { ref, row, status, facts });
      return { kind: 'ended', status };
  }
}

/** Counts what the run is to do, a page a transaction, and keeps it for the report to compare with. */
async function plan(deps: SendDeps, ref: CampaignRunRef): Promise<void> {
  const { workspaceId, campaignId } = ref;
  const reading: Reading = (work) => deps.asWorkspace(workspaceId, work);
  const now = deps.now();
  const tally = await planCampaign(reading, { workspaceId, campaignId, prices: null, now });
  await reading(async (db) => {
    if (tally !== undefined) return await keepPlan(db, ref, storedPlanOf(now, tally));
    const row = await lockRun(db, ref);
    if (row?.status === 'running' || row?.status === 'scheduled')
      await changeStatus(deps, db, { ref, status: 'failed', reason: 'segment_deleted' });
  });
}

async function freeze(deps: SendDeps, db: Db, ref: CampaignRunRef): Promise<void> {
  const row = await lockRun(db, ref);
  if (row?.status !== 'running' || row.frozen_at !== null) return;
  const now = deps.now();
  const segment = await segmentById(db, ref.workspaceId, row.segment_id);
  if (segment === undefined) return await changeStatus(deps, db, { ref, status: 'failed', reason: 'segment_deleted' });
  const recipients = await insertPlannedMessages(db, ref, { segment, now });
  const { id, name, filter_criteria } = segment;
  await markFrozen(db, ref, { recipients, segment: { id, name, filter_criteria }, at: now.toISOString() });
  await updateJob(db, ref.workspaceId, row.job_id, { progress: { done: 0, total: recipients } });
  await emit(deps, db, {
    ref,
    kind: campaignEvents.started,
    data: { campaign_id: ref.campaignId, run: ref.run, recipients },
  });
}

interface Change {
  readonly ref: CampaignRunRef;
  readonly status: RunRow['status'];
  readonly reason?: string;
}

async function changeStatus(deps: SendDeps, db: Db, { ref, status, reason }: Change): Promise<void> {
  const change = { status, at: deps.now().toISOString(), ...(reason === undefined ? {} : { reason }) };
  await setCampaignStatus(db, { workspaceId: ref.workspaceId, id: ref.campaignId }, change);
  if (status !== 'completed' && status !== 'cancelled' && status !== 'failed') return;
  await emit(deps, db, { ref, kind: campaignEvents[status], data: { campaign_id: ref.campaignId, run: ref.run } });
}

async function end(deps: SendDeps, db: Db, { ref, row, status, facts }: Omit<Decided, 'step'>): Promise<void> {
  if (!(await markEnded(db, ref, deps.now().toISOString()))) return;
  await keepOutcome(db, ref);
  const jobStatus = status === 'completed' ? 'succeeded' : status === 'failed' ? 'failed' : 'cancelled';
  await updateJob(db, ref.workspaceId, row.job_id, {
    status: jobStatus,
    progress: progressOf(facts),
    result: { campaign_id: ref.campaignId, run: ref.run, status },
  });
}

interface BatchReport {
  readonly ref: CampaignRunRef;
  readonly counts: Record<string, number>;
}

async function reportBatch(deps: SendDeps, db: Db, { ref, counts }: BatchReport): Promise<void> {
  if (Object.keys(counts).length === 0) return;
  await emit(deps, db, { ref, kind: messageEvents.changed, data: { campaign_id: ref.campaignId, counts } });
}

interface Emitted {
  readonly ref: CampaignRunRef;
  readonly kind: { readonly name: string; readonly scope: string };
  readonly data: Readonly<Record<string, unknown>>;
}

async function emit({ now, newId }: SendDeps, db: Db, { ref, kind, data }: Emitted): Promise<void> {
  const { workspaceId } = ref;
  await insertEvent(db, {
    id: newId(),
    workspaceId,
    name: kind.name,
    scope: kind.scope,
    data,
    at: now().toISOString(),
    requestId: null,
  });
}

function progressOf({ total, pending }: RunFacts): { readonly done: number; readonly total: number } {
  return { done: total - pending, total };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
