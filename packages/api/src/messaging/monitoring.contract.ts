import { z } from 'zod';
import { operation } from '../operation.ts';
import { Instant } from '../time.ts';

const percent = (what: string) => z.number().nullable().describe(`${what}, in percent; null of nothing`);

const hours = z
  .int()
  .min(1)
  .max(24 * 90)
  .default(24)
  .describe('How far to look back');

const counts = {
  messages_sent: z.int().describe('Handed to the carrier then: delivered, in flight, undelivered or failed'),
  messages_delivered: z.int().describe('Those of them that are delivered or read by now'),
  messages_failed: z.int().describe('Those of them that failed or are undelivered'),
  messages_in_flight: z.int().describe('Those of them without a final word; SENT is one'),
};

const CarrierFailure = z.object({
  timestamp: Instant.describe('When the last of them was recorded'),
  error_code: z.int().nullable().describe('The carrier’s code; null when it gave none'),
  cause: z
    .string()
    .describe('What the code means, in a word')
    .meta({ examples: ['unreachable_handset'] }),
  message: z
    .string()
    .describe('What the code means, as the carrier words it')
    .meta({ examples: ['Unreachable destination handset'] }),
  count: z.int().describe('Messages that failed so'),
});

const MonitoringDashboard = z
  .object({
    system_health: z
      .object({
        active_campaigns: z.int().describe('Scheduled, running or paused'),
        total_users: z.int().describe('Contacts'),
        opted_in_users: z.int().describe('Contacts that have opted in'),
        opted_out_users: z.int().describe('Opted out or stopped'),
      })
      .describe('What the workspace has at this moment'),
    activity_24h: z
      .object({
        ...counts,
        inbound_messages: z.int().describe('Messages that people wrote'),
        delivery_rate: percent('Delivered of sent'),
      })
      .describe('What happened in the last 24 hours'),
    performance_metrics: z
      .object({
        average_delivery_time_minutes: z.number().nullable().describe('Of what was sent in the 24 hours'),
        system_uptime_hours: z.number().describe('Of the process that answers'),
        error_rate_percent: percent('Failed and undelivered of sent'),
      })
      .describe('How well the last 24 hours went'),
    recent_errors: z.array(CarrierFailure).describe('What failed of the 24 hours, the latest first'),
    simulated: z
      .boolean()
      .describe('True when a sender of the workspace is a carrier simulator: its numbers are no people'),
    since: Instant.describe('The 24 hours begin here, on five minutes'),
  })
  .meta({ id: 'MonitoringDashboard' });

const MonitoringTimeline = z
  .object({
    since: Instant,
    points: z
      .array(
        z.object({
          at: Instant.describe('Start of the UTC hour'),
          ...counts,
          delivery_rate: percent('Delivered of sent'),
        }),
      )
      .describe('Every hour with something sent, oldest first'),
  })
  .meta({ id: 'MonitoringTimeline' });

const MonitoringErrors = z
  .object({
    since: Instant,
    messages_sent: counts.messages_sent,
    messages_failed: counts.messages_failed,
    error_rate_percent: percent('Failed and undelivered of sent'),
    errors: z
      .array(CarrierFailure.extend({ share_percent: z.number().describe('Of all that failed') }))
      .describe('By code, the most frequent first'),
  })
  .meta({ id: 'MonitoringErrors' });

/** What happens right now, over all campaigns. */
export const monitoring = {
  dashboard: operation({
    kind: 'query',
    rest: 'GET /messaging/monitoring/dashboard',
    summary: 'Show the last 24 hours of messaging at a glance',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({}),
    output: MonitoringDashboard,
    documented: ['messaging GET /api/v1/monitoring/dashboard'],
  }),
  timeline: operation({
    kind: 'query',
    rest: 'GET /messaging/monitoring/timeline',
    summary: 'Count sent, delivered and failed messages by the hour',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ hours }),
    output: MonitoringTimeline,
  }),
  errors: operation({
    kind: 'query',
    rest: 'GET /messaging/monitoring/errors',
    summary: 'Count failed messages by cause',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ hours }),
    output: MonitoringErrors,
  }),
};
