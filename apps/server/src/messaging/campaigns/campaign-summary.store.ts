import { planDeviations } from '@marquee/rules/messaging/campaigns/plan-deviations';
import { planLateness } from '@marquee/rules/messaging/campaigns/plan-lateness';
import { carrierError } from '@marquee/rules/messaging/sms/carrier-errors';
import { sql } from 'drizzle-orm';
import type { CampaignSummary } from '@marquee/api/messaging/campaign-summary.contract';
import { amountOf } from '@marquee/rules/money/micros';
import type { Db } from '../../database/database.ts';
import { selectOne } from '../../database/sql.ts';
import type { StoredOutcome } from './campaign-outcome.store.ts';
import type { StoredCost, StoredPlan } from './campaign-plan.store.ts';
import type { RunSegment } from './campaign-runs.store.ts';
import { runGroups, type RunGroup } from '../messages/message-counts.store.ts';

/** A campaign with its latest run. */
interface Head {
  readonly name: string;
  readonly status: string;
  readonly run: number;
  readonly simulated: boolean | null;
  readonly recipients: number | null;
  readonly schedule_time: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly frozen_at: string | null;
  readonly plan: StoredPlan | null;
  readonly outcome: StoredOutcome | null;
  readonly rate_limit_per_second: number | null;
  readonly paused_ms: number;
  readonly paused_at: string | null;
  readonly segment: RunSegment | null;
}

/** What a campaign's latest run did, from the counts of its messages. */
export async function campaignSummary(
  db: Db,
  { workspaceId, id, now }: { readonly workspaceId: string; readonly id: string; readonly now: Date },
): Promise<CampaignSummary | undefined> {
  const head = await selectOne<Head>(
    db,
    sql`select c.name, c.status, c.run, r.simulated, r.recipients, c.schedule_time, c.started_at, c.completed_at,
               r.frozen_at, r.plan, r.outcome, r.segment, c.rate_limit_per_second, coalesce(r.paused_ms, 0)::float8 as paused_ms, r.paused_at
        from messaging_campaigns c
        left join messaging_campaign_runs r on r.workspace_id = c.workspace_id and r.campaign_id = c.id and r.run = c.run
        where c.workspace_id = ${workspaceId} and c.id = ${id} and c.deleted_at is null`,
  );
  if (head === undefined) return undefined;
  const groups = await runGroups(db, workspaceId, { campaignId: id, run: head.run });
  return summaryOf(id, { ...head, now }, groups);
}

const inFlight = new Set(['accepted', 'queued', 'sending', 'sent']);
const delivered = new Set(['delivered', 'read']);
const failed = new Set(['failed', 'undelivered']);
const sent = new Set([...inFlight, ...delivered, ...failed]);
const pending = new Set(['planned', 'claimed', 'calling', 'unconfirmed']);
const left = new Set(['excluded', 'expired', 'held', 'canceled']);

/** The same, looked at now. */
interface Seen extends Head {
  readonly now: Date;
}

function summaryOf(id: string, head: Seen, groups: readonly RunGroup[]): CampaignSummary {
  const count = (statuses: ReadonlySet<string>) =>
    sum(
      groups.filter(({ status }) => statuses.has(status)),
      'messages',
    );
  const [messagesSent, messagesDelivered, deliveries] = [count(sent), count(delivered), sum(groups, 'deliveries')];
  return {
    campaign_id: id,
    campaign_name: head.name,
    status: head.status,
    run: head.run,
    simulated: head.simulated ?? false,
    performance_metrics: {
      recipients: head.recipients ?? 0,
      messages_sent: messagesSent,
      messages_delivered: messagesDelivered,
      messages_failed: count(failed),
      messages_in_flight: count(inFlight),
      messages_pending: count(pending),
      delivery_rate: messagesSent === 0 ? null : (100 * messagesDelivered) / messagesSent,
      average_delivery_time_minutes: deliveries === 0 ? null : sum(groups, 'delivery_seconds') / deliveries / 60,
      parts: sum(
        groups.filter(({ status }) => sent.has(status)),
        'parts',
      ),
    },
    status_breakdown: tally(groups, ({ status }) => status.toUpperCase()),
    error_analysis: tally(
      groups.filter(({ status }) => failed.has(status)),
      ({ error_code }) => carrierError(error_code).cause,
    ),
    exclusions: tally(
      groups.filter(({ status }) => left.has(status)),
      ({ status, reason }) => reason ?? status,
    ),
    deviations: tally(
      groups.filter((group) => left.has(group.status) && group.was_planned),
      ({ status, reason }) => `${status}:${reason ?? 'none'}`,
    ),
    ...planned(head, groups),
    segment: head.segment,
    waiting: tally(
      groups.filter(({ status, reason }) => status === 'planned' && reason !== null),
      ({ reason }) => reason ?? '',
    ),
    unconfirmed: count(new Set(['calling', 'unconfirmed'])),
    execution_timeline: {
      scheduled_for: head.schedule_time,
      started_at: head.started_at,
      completed_at: head.completed_at,
      duration_minutes: minutesBetween(head.started_at, head.completed_at),
    },
  };
}

/** The plan the run began with, and every number and time in which it came out otherwise; before the audience is frozen, none has. */
function planned(
  head: Seen,
  groups: readonly RunGroup[],
): Pick<CampaignSummary, 'plan' | 'plan_deviations' | 'plan_lateness' | 'cost'> {
  const { plan, outcome, frozen_at, recipients } = head;
  const cost = outcome === null || outcome.cost === null ? null : shownCost(outcome.cost);
  if (plan === null) return { plan: null, plan_deviations: [], plan_lateness: [], cost };
  const plannedCost = plan.cost === null ? null : shownCost(plan.cost);
  const { starts_at = plan.first_send_at, rate_per_second: _rate, zones = [], ...numbers } = plan;
  const shown = {
    ...{ ...numbers, starts_at, excluded: { ...plan.excluded }, encodings: { ...plan.encodings } },
    ...{ cost: plannedCost, zones: [...zones] },
  };
  if (frozen_at === null) return { plan: shown, plan_deviations: [], plan_lateness: lateness(head, 0), cost };
  const [handedOver, leftOut] = [sent, left].map((some) => groups.filter(({ status }) => some.has(status)));
  const still = sum(
    groups.filter(({ status }) => pending.has(status)),
    'messages',
  );
  const actual = {
    audience: recipients ?? 0,
    sendable: sum(handedOver ?? [], 'messages'),
    excluded: tally(leftOut ?? [], ({ status, reason }) => reason ?? status),
    encodings: tally(handedOver ?? [], ({ encoding }) => encoding ?? 'unknown'),
    parts: sum(handedOver ?? [], 'parts'),
    ...{ cost, pending: still },
  };
  const deviations = planDeviations({ ...plan, cost: plannedCost }, actual);
  return { plan: shown, plan_deviations: [...deviations], plan_lateness: lateness(head, still), cost };
}

function lateness({ plan, outcome, now, ...head }: Seen, stillPending: number): CampaignSummary['plan_lateness'] {
  if (plan?.starts_at === undefined || (outcome === null && stillPending === 0)) return [];
  const { starts_at, last_send_at, rate_per_second = null, zones = [] } = plan;
  const pausedNowMs = head.paused_at === null ? 0 : now.getTime() - Date.parse(head.paused_at);
  const actual = {
    ...{ started_at: head.started_at, schedule_time: head.schedule_time, ended: outcome, now },
    ...{ rate_per_second: head.rate_limit_per_second, pausedMs: head.paused_ms + pausedNowMs },
  };
  return [...planLateness({ starts_at, last_send_at, rate_per_second, zones }, actual)];
}

function shownCost({ micros, ...rest }: StoredCost) {
  return { amount: amountOf(BigInt(micros)), ...rest };
}

function sum(groups: readonly RunGroup[], field: 'messages' | 'parts' | 'deliveries' | 'delivery_seconds'): number {
  return groups.reduce((total, group) => total + group[field], 0);
}

function tally(groups: readonly RunGroup[], keyOf: (group: RunGroup) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const group of groups) counts[keyOf(group)] = (counts[keyOf(group)] ?? 0) + group.messages;
  return counts;
}

function minutesBetween(start: string | null, end: string | null): number | null {
  return start === null || end === null ? null : (Date.parse(end) - Date.parse(start)) / 60_000;
}
