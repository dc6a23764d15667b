import { z } from 'zod';
import { Instant } from '../time.ts';
import { CampaignCost, CampaignPlan } from './campaign-plan.contract.ts';
import { SegmentFilter } from './segments.contract.ts';

const counts = z.record(z.string(), z.int());

const reasons = [
  'members_changed',
  'recipients_changed',
  'contacts_changed',
  'texts_changed',
  'parts_changed',
  'prices_changed',
] as const;

/** What a campaign's latest run did. */
export const CampaignSummary = z
  .object({
    campaign_id: z.uuid().describe('Campaign id'),
    campaign_name: z.string().describe('Name of the campaign'),
    status: z.string().describe('Where it stands, as in `Campaign.status`'),
    run: z.int().describe('Number of the run, from 1'),
    simulated: z.boolean().describe('True when the carrier was the simulator: nobody received anything'),
    performance_metrics: z
      .object({
        recipients: z.int().describe('The audience frozen at the start'),
        messages_sent: z.int().describe('Handed to the carrier: delivered, in flight, undelivered or failed'),
        messages_delivered: z.int().describe('Delivered or read'),
        messages_failed: z.int().describe('Failed and undelivered'),
        messages_in_flight: z.int().describe('Accepted by the carrier, with no final word yet'),
        messages_pending: z.int().describe('Not yet handed to the carrier'),
        delivery_rate: z.number().nullable().describe('Delivered of sent, in percent; null when nothing was sent'),
        average_delivery_time_minutes: z.number().nullable().describe('From handing over to delivery, in minutes'),
        parts: z.int().describe('SMS parts handed to the carrier'),
      })
      .describe('Numbers of the run'),
    status_breakdown: counts.describe('Messages by status'),
    error_analysis: counts.describe('Failed messages by cause'),
    exclusions: counts.describe('Recipients never sent to, by reason'),
    deviations: counts.describe('Planned recipients who were not sent to after all, by status and reason'),
    plan: CampaignPlan.nullable().describe('What the run was planned to do when it was triggered'),
    plan_deviations: z
      .array(
        z.object({
          measure: z
            .enum(['audience', 'sent', 'left_out', 'encoding', 'parts', 'cost', 'unpriced_parts'])
            .describe('What differs'),
          kind: z.string().nullable().describe('Why they were left out, the encoding, or the currency of the cost'),
          planned: z.number().describe('What the plan says'),
          actual: z.number().describe('What came of it'),
          reason: z
            .enum(reasons)
            .describe(
              'Why: the segment’s members, what contacts or texts say, or the sender’s prices changed; or it follows from other ' +
                'recipients or other parts',
            ),
        }),
      )
      .describe('Every number in which the run differs from its plan; while it runs, only what is certain already'),
    plan_lateness: z
      .array(
        z.object({
          time_zone: z.string().nullable().describe('Where, as in `plan.zones`; null for the run as a whole'),
          planned_last_send_at: Instant.describe('When the last message was to have gone'),
          actual_last_send_at: Instant.nullable().describe('When it went; null while messages are still to go'),
          late_seconds: z.int().describe('From the one to the other, or to this moment'),
          reason: z
            .enum(['rescheduled', 'paused', 'started_late', 'rate_lowered', 'slower_sending'])
            .describe(
              'The start was moved; the run was paused; it began late; its rate was lowered; or else the carrier was slow, the sender ' +
                'shared, quiet hours began meanwhile or recipients were held',
            ),
        }),
      )
      .describe('Where the run was later than its plan by more than a minute and a tenth of the planned time, and why'),
    cost: CampaignCost.nullable().describe(
      'By the sender’s prices when the run ended; null before, and when it has none',
    ),
    segment: z
      .object({
        id: z.uuid().describe('Segment id'),
        name: z.string().describe('Its name then'),
        filter_criteria: SegmentFilter,
      })
      .nullable()
      .describe('Whom it was for: the segment as it was when sending started'),
    waiting: counts.describe('Messages not yet due, by reason: `quiet_hours`, `opt_out_review`'),
    unconfirmed: z.int().describe('Messages whose fate at the carrier is being found out; never sent again blindly'),
    execution_timeline: z
      .object({
        scheduled_for: Instant.nullable().describe('When it was to start'),
        started_at: Instant.nullable().describe('When it started'),
        completed_at: Instant.nullable().describe('When it ended'),
        duration_minutes: z.number().nullable().describe('From start to end, in minutes; null before the end'),
      })
      .describe('When it ran'),
  })
  .meta({ id: 'CampaignSummary', description: 'What a campaign’s latest run did' });

/** What a campaign's latest run did. */
export type CampaignSummary = z.infer<typeof CampaignSummary>;
