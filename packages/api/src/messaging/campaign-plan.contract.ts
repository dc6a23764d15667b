import { z } from 'zod';
import { Instant } from '../time.ts';

const counts = z.record(z.string(), z.int());

/** What the parts of a campaign cost. */
export const CampaignCost = z
  .object({
    amount: z.number().describe('In units of the currency'),
    currency: z.string().describe('ISO 4217 code'),
    unpriced_parts: z.int().describe('Parts to numbers that no price is known for; not in the amount'),
  })
  .meta({ id: 'CampaignCost', description: 'What parts cost' });

const numbers = {
  audience: z.int().describe('Members of the segment'),
  sendable: z.int().describe('Those who would be sent to'),
  excluded: counts.describe('Number left out, by reason, in the words of the report'),
  encodings: counts.describe('Messages by encoding, GSM-7 or UCS-2'),
};

const openings = {
  first_send_at: Instant.nullable().describe('When the first recipients can be sent to; null when nobody can'),
  last_send_at: Instant.nullable().describe(
    'When the last message would have gone, at the rates of campaign and sender; null when nobody can be sent to',
  ),
};

/** What a run was planned to do, counted when it was triggered. */
export const CampaignPlan = z
  .object({
    planned_at: Instant.describe('When it was counted'),
    ...numbers,
    ...openings,
    parts: z.int().describe('SMS parts, which carriers bill'),
    cost: CampaignCost.nullable().describe('By the sender’s prices; null when it has none'),
    starts_at: Instant.nullable().describe('When sending was to start; null when nobody could be sent to'),
    zones: z
      .array(
        z.object({
          time_zone: z.string().describe('The recipients’ zone, or the zones their numbers may be in'),
          recipients: z.int().describe('Recipients there'),
          last_send_at: Instant.nullable().describe('When the last of them would have gone; null when not at all'),
        }),
      )
      .describe('When each zone was to be done, the 100 zones with the most recipients'),
  })
  .meta({ id: 'CampaignPlan', description: 'What a run was planned to do, counted when it was triggered' });

/** What a run was planned to do. */
export type CampaignPlan = z.infer<typeof CampaignPlan>;

const who = { contact_id: z.uuid().describe('Contact id'), phone_e164: z.string().describe('Their number') };

/** What a campaign would do now: who, when, who not and why, in what parts and at what cost. */
export const CampaignPreview = z
  .object({
    campaign_id: z.uuid().describe('Campaign id'),
    ...numbers,
    excluded_sample: z
      .array(z.object({ ...who, reason: z.string().describe('Why, in the words of the report') }))
      .describe('The first of each reason, 3 at most'),
    parts: z
      .object({
        total: z.int().describe('Of all messages'),
        min: z.int().nullable().describe('Of the shortest message'),
        max: z.int().nullable().describe('Of the longest message'),
      })
      .describe('SMS parts, which carriers bill'),
    cost: CampaignCost.nullable().describe('By the sender’s prices, or the given one; null without either'),
    ...openings,
    histogram: z
      .array(
        z.object({
          time_zone: z.string().describe('The recipients’ zone, or the zones their numbers may be in'),
          sends_from: Instant.nullable().describe('When the first of them can be sent to'),
          local_time: z
            .string()
            .nullable()
            .describe('`sends_from` on the clocks of the first zone, `YYYY-MM-DDTHH:MM`'),
          sends_until: Instant.nullable().describe(
            'When the last of them would have gone, behind those who open before',
          ),
          recipients: z.int().describe('Recipients there'),
        }),
      )
      .describe('When recipients can be sent to first, by zone; null when not before the campaign expires'),
    duration_seconds: z
      .number()
      .nullable()
      .describe('Sending alone, at the lower of the campaign’s and the sender’s rate; null when neither is known'),
    sample_text: z.string().nullable().describe('The first recipient’s message'),
    sample: z
      .array(
        z.object({
          ...who,
          time_zone: z.string().describe('Their zone, or the zones their number may be in'),
          sends_from: Instant.describe('When they can be sent to first'),
          text: z.string().describe('What they would read'),
          encoding: z.string().describe('GSM-7 or UCS-2'),
          parts: z.int().describe('SMS parts of it'),
        }),
      )
      .describe('The first ten recipients, with what each would read'),
  })
  .meta({ id: 'CampaignPreview', description: 'What a campaign would do now' });
