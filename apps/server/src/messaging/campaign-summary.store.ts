import { sql } from 'drizzle-orm';
import type { CampaignSummary } from '@marquee/api/messaging/campaign-summary.contract';
import { planDeviations } from '@marquee/rules/messaging/plan-deviations';
import { amountOf } from '@marquee/rules/money/micros';
import type { Db } from '../database/database.ts';
import { select, selectOne } from '../database/sql.ts';
import type { StoredPlan } from './campaign-plan.store.ts';
import type { RunSegment } from './campaign-runs.store.ts';

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
  readonly segment: RunSegment | null;
}

interface Group {
  readonly status: string;
  readonly reason: string | null;
  readonly error_code: number | null;
  readonly encoding: string | null;
  readonly was_planned: boolean;
  readonly messages: number;
  readonly parts: number;
  readonly deliveries: number;
  readonly delivery_seconds: number;
}

/** What a campaign's latest run did, counted from its messages. */
export async function campaignSummary(
  db: Db,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
): Promise<CampaignSummary | undefined> {
  const head = await selectOne<Head>(
    db,
    sql`select c.name, c.status, c.run, r.simulated, r.recipients, c.schedule_time, c.started_at, c.completed_at,
               r.frozen_at, r.plan, r.segment
        from messaging_campaigns c
        left join messaging_campaign_runs r on r.workspace_id = c.workspace_id and r.campaign_id = c.id and r.run = c.run
        where c.workspace_id = ${workspaceId} and c.id = ${id} and c.deleted_at is null`,
  );
  if (head === undefined) return undefined;
  const groups = await select<Group>(
    db,
    sql`select status, reason, error_code, encoding, claimed_at is not null or status <> 'excluded' as was_planned,
               count(*)::int as messages, coalesce(sum(parts), 0)::int as parts, count(delivered_at)::int as deliveries,
               coalesce(sum(extract(epoch from delivered_at - sent_at)) filter (where delivered_at is not null and sent_at is not null), 0)::float8 as delivery_seconds
        from messaging_messages
        where workspace_id = ${workspaceId} and campaign_id = ${id} and run = ${head.run}
        group by 1, 2, 3, 4, 5`,
  );
  return summaryOf(id, head, groups);
}

const inFlight = new Set(['accepted', 'queued', 'sending', 'sent']);
const delivered = new Set(['delivered', 'read']);
const failed = new Set(['failed', 'undelivered']);
const sent = new Set([...inFlight, ...delivered, ...failed]);
const pending = new Set(['planned', 'claimed', 'calling', 'unconfirmed']);
const left = new Set(['excluded', 'expired', 'held', 'canceled']);

function summaryOf(id: string, head: Head, groups: readonly Group[]): CampaignSummary {
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
      ({ error_code }) => causeOf(error_code),
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

/** The plan the run began with, and every number in which it came out otherwise; before the audience is frozen, none has. */
function planned(
  { plan, frozen_at, recipients }: Head,
  groups: readonly Group[],
): Pick<CampaignSummary, 'plan' | 'plan_deviations'> {
  if (plan === null) return { plan: null, plan_deviations: [] };
  const { cost, excluded, encodings, ...rest } = plan;
  const shown = {
    ...{ ...rest, excluded: { ...excluded }, encodings: { ...encodings } },
    cost: cost === null ? null : shownCost(cost),
  };
  if (frozen_at === null) return { plan: shown, plan_deviations: [] };
  const [handedOver, leftOut] = [sent, left].map((some) => groups.filter(({ status }) => some.has(status)));
  const actual = {
    audience: recipients ?? 0,
    sendable: sum(handedOver ?? [], 'messages'),
    excluded: tally(leftOut ?? [], ({ status, reason }) => reason ?? status),
    encodings: tally(handedOver ?? [], ({ encoding }) => encoding ?? 'unknown'),
    parts: sum(handedOver ?? [], 'parts'),
    pending: sum(
      groups.filter(({ status }) => pending.has(status)),
      'messages',
    ),
  };
  return { plan: shown, plan_deviations: [...planDeviations(plan, actual)] };
}

function shownCost({ micros, ...rest }: NonNullable<StoredPlan['cost']>) {
  return { amount: amountOf(BigInt(micros)), ...rest };
}

function sum(groups: readonly Group[], field: 'messages' | 'parts' | 'deliveries' | 'delivery_seconds'): number {
  return groups.reduce((total, group) => total + group[field], 0);
}

function tally(groups: readonly Group[], keyOf: (group: Group) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const group of groups) counts[keyOf(group)] = (counts[keyOf(group)] ?? 0) + group.messages;
  return counts;
}

/** Carriers' codes in the document's words; https://www.twilio.com/docs/api/errors has them all. */
const causes: Readonly<Record<number, string>> = {
  21211: 'invalid_phone_number',
  21408: 'region_not_permitted',
  21608: 'unverified_number',
  21610: 'recipient_stopped',
  21612: 'unreachable_route',
  21614: 'not_a_mobile_number',
  21617: 'text_too_long',
  20429: 'rate_limit_exceeded',
  30001: 'queue_overflow',
  30002: 'account_suspended',
  30003: 'unreachable_handset',
  30004: 'message_blocked',
  30005: 'unknown_handset',
  30006: 'landline_or_unreachable_carrier',
  30007: 'carrier_filtered',
  30008: 'network_error',
  30022: 'rate_limit_exceeded',
  30034: 'unregistered_sender',
};

function causeOf(code: number | null): string {
  return code === null ? 'unknown' : (causes[code] ?? `error_${code}`);
}

function minutesBetween(start: string | null, end: string | null): number | null {
  return start === null || end === null ? null : (Date.parse(end) - Date.parse(start)) / 60_000;
}
