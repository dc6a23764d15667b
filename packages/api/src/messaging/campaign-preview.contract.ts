import { z } from 'zod';
import { Instant } from '../time.ts';

/** What a campaign would send. */
export const CampaignPreview = z
  .object({
    campaign_id: z.uuid().describe('Campaign id'),
    audience: z.int().describe('Members of the segment'),
    sendable: z.int().describe('Those who would be sent to'),
    excluded: z.record(z.string(), z.int()).describe('Number left out, by reason'),
    encodings: z.record(z.string(), z.int()).describe('Messages by encoding, GSM-7 or UCS-2'),
    parts: z
      .object({
        total: z.int().describe('Of all messages'),
        min: z.int().nullable().describe('Of the shortest message'),
        max: z.int().nullable().describe('Of the longest message'),
      })
      .describe('SMS parts, which carriers bill'),
    cost: z
      .object({
        amount: z.number().describe('In units of the currency'),
        currency: z.string().describe('ISO 4217 code'),
      })
      .nullable()
      .describe('Parts times the given price; null without one'),
    histogram: z
      .array(
        z.object({
          time_zone: z.string().describe('IANA time zone'),
          sends_from: Instant.nullable().describe('When the first of them can be sent to'),
          recipients: z.int().describe('Recipients there'),
        }),
      )
      .describe('When recipients can be sent to first, by zone; null when not before the campaign expires'),
    duration_seconds: z.number().nullable().describe('At the rate limit alone; null without one'),
    sample_text: z.string().nullable().describe('The first recipient’s message'),
  })
  .meta({ id: 'CampaignPreview', description: 'What a campaign would send' });
