import type { monitoring } from '@marquee/api/messaging/monitoring.contract';
import { carrierError } from '@marquee/rules/messaging/sms/carrier-errors';
import type { Implements } from '../../kernel/context.ts';
import { outcomesOf, percent, type Outcomes } from '../messages/message-outcomes.ts';
import { activitySince, hoursSince, standingOf, type ActivityGroup } from './monitoring.store.ts';

const hourMs = 3_600_000;
const slotMs = 300_000;
const errorsMax = 20;

/** Messaging over all campaigns, as it goes. */
export function monitoringService({ startedAt }: { readonly startedAt: Date }): Implements<typeof monitoring> {
  return {
    async dashboard(_input, { db, caller, now }) {
      const since = sinceOf(now(), 24);
      const [standing, groups] = await Promise.all([
        standingOf(db, caller.workspaceId, since),
        activitySince(db, caller.workspaceId, since),
      ]);
      const { inbound_messages, simulated, ...health } = standing;
      const outcomes = outcomesOf(byStatus(groups));
      const deliveries = sum(groups, 'deliveries');
      return {
        system_health: health,
        activity_24h: {
          ...countsOf(outcomes),
          inbound_messages,
          delivery_rate: percent(outcomes.delivered, outcomes.sent),
        },
        performance_metrics: {
          average_delivery_time_minutes: deliveries === 0 ? null : sum(groups, 'delivery_seconds') / deliveries / 60,
          system_uptime_hours: Math.max(0, (now().getTime() - startedAt.getTime()) / hourMs),
          error_rate_percent: percent(outcomes.failed, outcomes.sent),
        },
        recent_errors: failuresOf(groups)
          .toSorted((a, b) => b.timestamp.localeCompare(a.timestamp))
          .slice(0, errorsMax),
        ...{ simulated, since },
      };
    },

    async timeline({ hours }, { db, caller, now }) {
      const since = sinceOf(now(), hours);
      const groups = await hoursSince(db, caller.workspaceId, since);
      const points = [...Map.groupBy(groups, ({ hour }) => hour)].map(([at, some]) => {
        const outcomes = outcomesOf(byStatus(some));
        return { at, ...countsOf(outcomes), delivery_rate: percent(outcomes.delivered, outcomes.sent) };
      });
      return { since, points };
    },

    async errors({ hours }, { db, caller, now }) {
      const since = sinceOf(now(), hours);
      const groups = await activitySince(db, caller.workspaceId, since);
      const { sent, failed } = outcomesOf(byStatus(groups));
      const errors = failuresOf(groups)
        .map((failure) => ({ ...failure, share_percent: percent(failure.count, failed) ?? 0 }))
        .toSorted((a, b) => b.count - a.count);
      return { since, messages_sent: sent, messages_failed: failed, error_rate_percent: percent(failed, sent), errors };
    },
  };
}

/** Activity is counted in steps of five minutes. */
function sinceOf(now: Date, hours: number): string {
  return new Date(Math.floor((now.getTime() - hours * hourMs) / slotMs) * slotMs).toISOString();
}

function countsOf({ sent, delivered, failed, inFlight }: Outcomes) {
  return {
    messages_sent: sent,
    messages_delivered: delivered,
    messages_failed: failed,
    messages_in_flight: inFlight,
  };
}

function byStatus(groups: readonly { readonly status: string; readonly messages: number }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { status, messages } of groups) counts.set(status, (counts.get(status) ?? 0) + messages);
  return counts;
}

function failuresOf(groups: readonly ActivityGroup[]) {
  const failed = groups.filter(({ status }) => status === 'failed' || status === 'undelivered');
  return [...Map.groupBy(failed, ({ error_code }) => error_code)].map(([code, some]) => ({
    timestamp: some.map(({ last_at }) => last_at).reduce((latest, each) => (each > latest ? each : latest)),
    error_code: code,
    ...carrierError(code),
    count: sum(some, 'messages'),
  }));
}

function sum(groups: readonly ActivityGroup[], field: 'messages' | 'deliveries' | 'delivery_seconds'): number {
  return groups.reduce((total, group) => total + group[field], 0);
}
