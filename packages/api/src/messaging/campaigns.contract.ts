import { z } from 'zod';
import { operation } from '../operation.ts';
import { nameInput, pageInput, pageOf } from '../page.ts';
import { Instant, InstantInput, LocalTime, TimeZone } from '../time.ts';
import { FrequencyCap } from '../workspace/settings.contract.ts';
import { CampaignPreview } from './campaign-plan.contract.ts';
import { CampaignSummary } from './campaign-summary.contract.ts';
import { SegmentFilter } from './segments.contract.ts';

/** Where a campaign's life stands: draft → scheduled → running ⇄ paused → completed, cancelled or failed. */
export const CampaignStatus = z
  .enum(['draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed'])
  .describe('draft → scheduled → running ⇄ paused → completed, cancelled or failed')
  .meta({ id: 'CampaignStatus' });

const CampaignId = z.uuid().describe('Campaign id');
const campaignIdInput = z.object({ campaign_id: CampaignId });

const Named = z.object({ id: z.uuid().describe('Its id'), name: z.string().describe('Its name') });

/** One message to everyone in a segment, sent durably. */
export const Campaign = z
  .object({
    id: CampaignId,
    name: z.string().describe('Name of the campaign'),
    description: z.string().nullable().describe('Notes of your own'),
    status: CampaignStatus,
    status_reason: z
      .string()
      .nullable()
      .describe(
        'Why it is paused or failed, when we did that rather than a person: `carrier_refused_credentials`, `simulator_not_permitted`, `sender_changed` (from or to a simulator: cancel it and make another), `segment_deleted`',
      ),
    template: Named.extend({ content: z.string().describe('Text with variables') })
      .nullable()
      .describe('The template it sends; null once deleted'),
    segment: Named.extend({ filter_criteria: SegmentFilter })
      .nullable()
      .describe(
        'Whom it is sent to: as it was when sending started, whatever became of it since; until then as it is, null once deleted',
      ),
    sender_id: z
      .string()
      .nullable()
      .describe('The sender it goes out from; null means the workspace’s default, else the only one'),
    schedule_time: Instant.nullable().describe('When sending starts; null means as soon as it is triggered'),
    expires_at: Instant.nullable().describe('Nothing is sent from this instant on'),
    rate_limit_per_second: z
      .int()
      .nullable()
      .describe('At most this many messages in any one second; null leaves it to the sender'),
    quiet_hours_start: LocalTime.nullable().describe('Null leaves quiet hours to the workspace’s default'),
    quiet_hours_end: LocalTime.nullable(),
    frequency_cap: FrequencyCap.nullable().describe(
      'Leaves out whom it would give more messages, over all campaigns; the workspace’s own cap holds besides',
    ),
    time_zone: TimeZone.nullable().describe(
      'For recipients whose own zone cannot be told; null means the workspace zone',
    ),
    run: z.int().describe('How often it was triggered; 0 before the first time'),
    job_id: z.uuid().nullable().describe('The job of the latest run'),
    recipients: z.int().nullable().describe('The audience frozen at the start of the run; null before'),
    messages_sent: z.int().describe('Accepted by the carrier, whatever became of them, plus those it refused'),
    messages_failed: z.int().describe('Failed or undelivered'),
    created_at: Instant,
    updated_at: Instant,
    started_at: Instant.nullable(),
    completed_at: Instant.nullable(),
  })
  .meta({ id: 'Campaign', description: 'One message to everyone in a segment, sent durably' });

/** One message to everyone in a segment, sent durably. */
export type Campaign = z.infer<typeof Campaign>;

const fields = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('Name of the campaign')
    .meta({ examples: ['Spring sale'] }),
  description: z.string().max(2000).nullable().describe('Notes of your own'),
  template_id: z.uuid().describe('The template to send'),
  segment_id: z.uuid().describe('Whom to send it to'),
  sender_id: z.string().min(1).max(100).nullable().describe('Null means the workspace’s default, else the only one'),
  schedule_time: InstantInput.nullable().describe('When sending starts once triggered; null starts at once'),
  expires_at: InstantInput.nullable().describe('Nothing is sent from this instant on; the rest is reported as expired'),
  rate_limit_per_second: z.int().min(1).max(1000).nullable().describe('At most this many messages in any one second'),
  quiet_hours_start: LocalTime.nullable().describe(
    'In the recipient’s own zone; may be later than the end, over midnight',
  ),
  quiet_hours_end: LocalTime.nullable().describe(
    'The first minute that is open again; equal to the start means no quiet hours',
  ),
  time_zone: TimeZone.nullable(),
  frequency_cap: FrequencyCap.nullable().describe(
    'Leaves out whom it would give more messages, over all campaigns; the workspace’s own cap holds besides',
  ),
};

const CampaignRun = z
  .object({
    campaign_id: CampaignId,
    run: z.int().describe('Number of the run, from 1'),
    status: CampaignStatus,
    job_id: z.uuid().describe('The job that reports progress; `jobs.wait` follows it'),
    estimated_recipients: z
      .int()
      .describe('Members of the segment now; the audience itself is frozen when sending starts'),
    execution_started: z.boolean().describe('False while it waits for its schedule'),
  })
  .meta({ id: 'CampaignRun', description: 'One run of a campaign' });

/** SMS campaigns. */
export const campaigns = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/campaigns',
    summary: 'List campaigns, newest first',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({
      ...pageInput,
      ...nameInput,
      status: CampaignStatus.optional().describe('Only campaigns that stand so'),
    }),
    output: pageOf(Campaign, 'CampaignPage'),
    documented: ['messaging GET /api/v1/campaigns'],
  }),
  create: operation({
    kind: 'mutation',
    rest: 'POST /messaging/campaigns',
    status: 201,
    location: '/messaging/campaigns/{id}',
    summary: 'Create a campaign as a draft',
    description: 'Nothing is sent, and a schedule is not armed, until it is triggered.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'key',
    input: z.object(fields).partial().required({ name: true, template_id: true, segment_id: true }),
    output: Campaign,
    errors: ['unprocessable'],
    documented: ['messaging POST /api/v1/campaigns'],
  }),
  get: operation({
    kind: 'query',
    rest: 'GET /messaging/campaigns/{campaign_id}',
    summary: 'Get a campaign',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: campaignIdInput,
    output: Campaign,
    errors: ['not_found'],
  }),
  update: operation({
    kind: 'mutation',
    rest: 'PUT /messaging/campaigns/{campaign_id}',
    summary: 'Change the given fields of a campaign',
    description:
      'A draft can change entirely; a scheduled one its times, rate, quiet hours and frequency cap; a paused one its expiry, rate, quiet hours and frequency cap; nothing else can.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object(fields).partial().extend({ campaign_id: CampaignId }),
    output: Campaign,
    errors: ['not_found', 'conflict', 'unprocessable'],
  }),
  delete: operation({
    kind: 'mutation',
    rest: 'DELETE /messaging/campaigns/{campaign_id}',
    status: 204,
    summary: 'Delete a draft or ended campaign',
    description: 'Its messages stay in the ledger.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: campaignIdInput,
    output: z.object({}),
    errors: ['not_found', 'conflict'],
  }),
  trigger: operation({
    kind: 'mutation',
    rest: 'POST /messaging/campaigns/{campaign_id}/trigger',
    status: 202,
    summary: 'Start sending, now or at the campaign’s schedule',
    description: 'A second trigger of a live campaign returns its run and sends nothing twice.',
    scope: 'messaging:send',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: campaignIdInput,
    output: CampaignRun,
    errors: ['not_found', 'conflict', 'unprocessable', 'not_configured'],
    documented: ['messaging POST /api/v1/campaigns/{campaign_id}/trigger'],
  }),
  preview: operation({
    kind: 'query',
    rest: 'POST /messaging/campaigns/{campaign_id}/preview',
    summary: 'Show whom a campaign would send to, when, whom not and why, and at what cost, without sending',
    description: 'Every member of the segment is decided as the send decides; nothing is sampled but the samples.',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: campaignIdInput.extend({
      price_per_part: z
        .number()
        .min(0)
        .max(100)
        .optional()
        .describe('What one SMS part costs you; the sender’s prices when omitted'),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .default('USD')
        .describe('ISO 4217 code of the price'),
    }),
    output: CampaignPreview,
    errors: ['not_found', 'unprocessable'],
  }),
  pause: operation({
    kind: 'mutation',
    rest: 'POST /messaging/campaigns/{campaign_id}/pause',
    summary: 'Pause a running or scheduled campaign',
    description: 'No message begins after the answer. Those already handed to the carrier go on.',
    scope: 'messaging:send',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: campaignIdInput,
    output: Campaign,
    errors: ['not_found', 'conflict'],
  }),
  resume: operation({
    kind: 'mutation',
    rest: 'POST /messaging/campaigns/{campaign_id}/resume',
    summary: 'Resume a paused campaign',
    scope: 'messaging:send',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: campaignIdInput,
    output: Campaign,
    errors: ['not_found', 'conflict'],
  }),
  cancel: operation({
    kind: 'mutation',
    rest: 'POST /messaging/campaigns/{campaign_id}/cancel',
    summary: 'Cancel a campaign for good',
    scope: 'messaging:send',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: campaignIdInput,
    output: Campaign,
    errors: ['not_found', 'conflict'],
  }),
  summary: operation({
    kind: 'query',
    rest: 'GET /messaging/campaigns/{campaign_id}/summary',
    summary: 'Report what a campaign did',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: campaignIdInput,
    output: CampaignSummary,
    errors: ['not_found'],
    documented: ['messaging GET /api/v1/reporting/campaigns/{campaign_id}/summary'],
  }),
};
