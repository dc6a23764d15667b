// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { FilterCondition, FilterGroup, SegmentFilter } from './schemas.ts';
import type { FrequencyCap, PageParams } from '../schemas.ts';

/** `marquee.messaging.campaigns`: list, get, create, update, delete, cancel, pause, preview, resume, summary, trigger. */
export class Campaigns extends Resource {
  /**
   * List campaigns, newest first.
   *
   * @example
   * for await (const campaign of marquee.messaging.campaigns.list()) console.log(campaign);
   */
  list(params?: CampaignListParams, options?: RequestOptions): PagePromise<Campaign> {
    return this.client.page('GET /messaging/campaigns', { query: params }, options);
  }

  /**
   * Get a campaign.
   *
   * @throws {NotFoundError}
   * @example
   * const campaign = await marquee.messaging.campaigns.get(campaign_id);
   */
  get(campaign_id: string, options?: RequestOptions): ApiPromise<Campaign> {
    return this.client.call('GET /messaging/campaigns/{campaign_id}', { path: [campaign_id] }, options);
  }

  /**
   * Create a campaign as a draft.
   *
   * Nothing is sent, and a schedule is not armed, until it is triggered.
   *
   * @throws {UnprocessableError}
   * @example
   * const campaign = await marquee.messaging.campaigns.create({ name: 'Spring sale', template_id, segment_id });
   */
  create(params: CampaignCreateParams, options?: RequestOptions): ApiPromise<Campaign> {
    return this.client.call('POST /messaging/campaigns', { body: params, key: true }, options);
  }

  /**
   * Change the given fields of a campaign.
   *
   * A draft can change entirely; a scheduled one its times, rate, quiet hours and frequency cap; a paused one its
   * expiry, rate, quiet hours and frequency cap; nothing else can.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * const campaign = await marquee.messaging.campaigns.update(campaign_id, { name: 'Spring sale' });
   */
  update(campaign_id: string, params: CampaignUpdateParams, options?: RequestOptions): ApiPromise<Campaign> {
    return this.client.call('PUT /messaging/campaigns/{campaign_id}', { path: [campaign_id], body: params }, options);
  }

  /**
   * Delete a draft or ended campaign.
   *
   * Its messages stay in the ledger.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * await marquee.messaging.campaigns.delete(campaign_id);
   */
  delete(campaign_id: string, options?: RequestOptions): ApiPromise<void> {
    return this.client.call('DELETE /messaging/campaigns/{campaign_id}', { path: [campaign_id] }, options);
  }

  /**
   * Cancel a campaign for good.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const campaign = await marquee.messaging.campaigns.cancel(campaign_id);
   */
  cancel(campaign_id: string, options?: RequestOptions): ApiPromise<Campaign> {
    return this.client.call('POST /messaging/campaigns/{campaign_id}/cancel', { path: [campaign_id] }, options);
  }

  /**
   * Pause a running or scheduled campaign.
   *
   * No message begins after the answer. Those already handed to the carrier go on.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const campaign = await marquee.messaging.campaigns.pause(campaign_id);
   */
  pause(campaign_id: string, options?: RequestOptions): ApiPromise<Campaign> {
    return this.client.call('POST /messaging/campaigns/{campaign_id}/pause', { path: [campaign_id] }, options);
  }

  /**
   * Show whom a campaign would send to, when, whom not and why, and at what cost, without sending.
   *
   * Every member of the segment is decided as the send decides; nothing is sampled but the samples.
   *
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * const campaignPreview = await marquee.messaging.campaigns.preview(campaign_id);
   */
  preview(campaign_id: string, params?: CampaignPreviewParams, options?: RequestOptions): ApiPromise<CampaignPreview> {
    return this.client.call(
      'POST /messaging/campaigns/{campaign_id}/preview',
      { path: [campaign_id], body: params },
      options,
    );
  }

  /**
   * Resume a paused campaign.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const campaign = await marquee.messaging.campaigns.resume(campaign_id);
   */
  resume(campaign_id: string, options?: RequestOptions): ApiPromise<Campaign> {
    return this.client.call('POST /messaging/campaigns/{campaign_id}/resume', { path: [campaign_id] }, options);
  }

  /**
   * Report what a campaign did.
   *
   * @throws {NotFoundError}
   * @example
   * const campaignSummary = await marquee.messaging.campaigns.summary(campaign_id);
   */
  summary(campaign_id: string, options?: RequestOptions): ApiPromise<CampaignSummary> {
    return this.client.call('GET /messaging/campaigns/{campaign_id}/summary', { path: [campaign_id] }, options);
  }

  /**
   * Start sending, now or at the campaign’s schedule.
   *
   * A second trigger of a live campaign returns its run and sends nothing twice.
   *
   * @throws {ConflictError}
   * @throws {NotConfiguredError}
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * const campaignRun = await marquee.messaging.campaigns.trigger(campaign_id);
   */
  trigger(campaign_id: string, options?: RequestOptions): ApiPromise<CampaignRun> {
    return this.client.call('POST /messaging/campaigns/{campaign_id}/trigger', { path: [campaign_id] }, options);
  }
}

/** One message to everyone in a segment, sent durably */
export interface Campaign {
  /** Campaign id. */
  id: string;
  /** Name of the campaign. */
  name: string;
  /** Notes of your own. */
  description: string | null;
  status: CampaignStatus;
  /**
   * Why it is paused or failed, when we did that rather than a person: `carrier_refused_credentials`,
   * `simulator_not_permitted`, `sender_changed` (from or to a simulator: cancel it and make another),
   * `segment_deleted`.
   */
  status_reason: string | null;
  /** The template it sends; null once deleted. */
  template: {
    /** Its id. */
    id: string;
    /** Its name. */
    name: string;
    /** Text with variables. */
    content: string;
  } | null;
  /**
   * Whom it is sent to: as it was when sending started, whatever became of it since; until then as it is, null
   * once deleted.
   */
  segment: {
    /** Its id. */
    id: string;
    /** Its name. */
    name: string;
    /** One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions. */
    filter_criteria: SegmentFilter;
  } | null;
  /** The sender it goes out from; null means the workspace’s default, else the only one. */
  sender_id: string | null;
  /** When sending starts; null means as soon as it is triggered. */
  schedule_time: string | null;
  /** Nothing is sent from this instant on. */
  expires_at: string | null;
  /** At most this many messages in any one second; null leaves it to the sender. */
  rate_limit_per_second: number | null;
  /** Null leaves quiet hours to the workspace’s default. */
  quiet_hours_start: string | null;
  /** Local time of day, `HH:MM` on a 24-hour clock. */
  quiet_hours_end: string | null;
  /** Leaves out whom it would give more messages, over all campaigns; the workspace’s own cap holds besides. */
  frequency_cap: FrequencyCap | null;
  /** For recipients whose own zone cannot be told; null means the workspace zone. */
  time_zone: string | null;
  /** How often it was triggered; 0 before the first time. */
  run: number;
  /** The job of the latest run. */
  job_id: string | null;
  /** The audience frozen at the start of the run; null before. */
  recipients: number | null;
  /** Accepted by the carrier, whatever became of them, plus those it refused. */
  messages_sent: number;
  /** Failed or undelivered. */
  messages_failed: number;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
  /** Instant in UTC, ISO 8601. */
  started_at: string | null;
  /** Instant in UTC, ISO 8601. */
  completed_at: string | null;
}

/** What parts cost */
export interface CampaignCost {
  /** In units of the currency. */
  amount: number;
  /** ISO 4217 code. */
  currency: string;
  /** Parts to numbers that no price is known for; not in the amount. */
  unpriced_parts: number;
}

export interface CampaignCreateParams {
  /** Name of the campaign. At most 200 characters. */
  name: string;
  /** Notes of your own. At most 2000 characters. */
  description?: string | null | undefined;
  /** The template to send. */
  template_id: string;
  /** Whom to send it to. */
  segment_id: string;
  /** Null means the workspace’s default, else the only one. At most 100 characters. */
  sender_id?: string | null | undefined;
  /** When sending starts once triggered; null starts at once. */
  schedule_time?: string | null | undefined;
  /** Nothing is sent from this instant on; the rest is reported as expired. */
  expires_at?: string | null | undefined;
  /** At most this many messages in any one second. 1 to 1000. */
  rate_limit_per_second?: number | null | undefined;
  /** In the recipient’s own zone; may be later than the end, over midnight. */
  quiet_hours_start?: string | null | undefined;
  /** The first minute that is open again; equal to the start means no quiet hours. */
  quiet_hours_end?: string | null | undefined;
  /** IANA time zone, such as `America/New_York`. At most 64 characters. */
  time_zone?: string | null | undefined;
  /** Leaves out whom it would give more messages, over all campaigns; the workspace’s own cap holds besides. */
  frequency_cap?: FrequencyCap | null | undefined;
}

export interface CampaignListParams extends PageParams {
  /** Only those whose name contains this text, in capital or small letters. At most 100 characters. */
  name_contains?: string | undefined;
  /** Only campaigns that stand so. */
  status?: CampaignStatus | undefined;
}

/** What a run was planned to do, counted when it was triggered */
export interface CampaignPlan {
  /** When it was counted. */
  planned_at: string;
  /** Members of the segment. */
  audience: number;
  /** Those who would be sent to. */
  sendable: number;
  /** Number left out, by reason, in the words of the report. */
  excluded: Record<string, number>;
  /** Messages by encoding, GSM-7 or UCS-2. */
  encodings: Record<string, number>;
  /** When the first recipients can be sent to; null when nobody can. */
  first_send_at: string | null;
  /** When the last message would have gone, at the rates of campaign and sender; null when nobody can be sent to. */
  last_send_at: string | null;
  /** SMS parts, which carriers bill. */
  parts: number;
  /** By the sender’s prices; null when it has none. */
  cost: CampaignCost | null;
  /** When sending was to start; null when nobody could be sent to. */
  starts_at: string | null;
  /** When each zone was to be done, the 100 zones with the most recipients. */
  zones: {
    /** The recipients’ zone, or the zones their numbers may be in. */
    time_zone: string;
    /** Recipients there. */
    recipients: number;
    /** When the last of them would have gone; null when not at all. */
    last_send_at: string | null;
  }[];
}

/** What a campaign would do now */
export interface CampaignPreview {
  /** Campaign id. */
  campaign_id: string;
  /** Members of the segment. */
  audience: number;
  /** Those who would be sent to. */
  sendable: number;
  /** Number left out, by reason, in the words of the report. */
  excluded: Record<string, number>;
  /** Messages by encoding, GSM-7 or UCS-2. */
  encodings: Record<string, number>;
  /** The first of each reason, 3 at most. */
  excluded_sample: {
    /** Contact id. */
    contact_id: string;
    /** Their number. */
    phone_e164: string;
    /** Why, in the words of the report. */
    reason: string;
  }[];
  /** SMS parts, which carriers bill. */
  parts: {
    /** Of all messages. */
    total: number;
    /** Of the shortest message. */
    min: number | null;
    /** Of the longest message. */
    max: number | null;
  };
  /** By the sender’s prices, or the given one; null without either. */
  cost: CampaignCost | null;
  /** When the first recipients can be sent to; null when nobody can. */
  first_send_at: string | null;
  /** When the last message would have gone, at the rates of campaign and sender; null when nobody can be sent to. */
  last_send_at: string | null;
  /** When recipients can be sent to first, by zone; null when not before the campaign expires. */
  histogram: {
    /** The recipients’ zone, or the zones their numbers may be in. */
    time_zone: string;
    /** When the first of them can be sent to. */
    sends_from: string | null;
    /** `sends_from` on the clocks of the first zone, `YYYY-MM-DDTHH:MM`. */
    local_time: string | null;
    /** When the last of them would have gone, behind those who open before. */
    sends_until: string | null;
    /** Recipients there. */
    recipients: number;
  }[];
  /** Sending alone, at the lower of the campaign’s and the sender’s rate; null when neither is known. */
  duration_seconds: number | null;
  /** The first recipient’s message. */
  sample_text: string | null;
  /** The first ten recipients, with what each would read. */
  sample: {
    /** Contact id. */
    contact_id: string;
    /** Their number. */
    phone_e164: string;
    /** Their zone, or the zones their number may be in. */
    time_zone: string;
    /** When they can be sent to first. */
    sends_from: string;
    /** What they would read. */
    text: string;
    /** GSM-7 or UCS-2. */
    encoding: string;
    /** SMS parts of it. */
    parts: number;
  }[];
}

export interface CampaignPreviewParams {
  /** What one SMS part costs you; the sender’s prices when omitted. 0 to 100. */
  price_per_part?: number | undefined;
  /** ISO 4217 code of the price. Default "USD". */
  currency?: string | undefined;
}

/** One run of a campaign */
export interface CampaignRun {
  /** Campaign id. */
  campaign_id: string;
  /** Number of the run, from 1. */
  run: number;
  status: CampaignStatus;
  /** The job that reports progress; `jobs.wait` follows it. */
  job_id: string;
  /** Members of the segment now; the audience itself is frozen when sending starts. */
  estimated_recipients: number;
  /** False while it waits for its schedule. */
  execution_started: boolean;
}

/** draft → scheduled → running ⇄ paused → completed, cancelled or failed */
export type CampaignStatus =
  | 'draft'
  | 'scheduled'
  | 'running'
  | 'paused'
  | 'completed'
  | 'cancelled'
  | 'failed'
  | (string & {});

/** What a campaign’s latest run did */
export interface CampaignSummary {
  /** Campaign id. */
  campaign_id: string;
  /** Name of the campaign. */
  campaign_name: string;
  /** Where it stands, as in `Campaign.status`. */
  status: string;
  /** Number of the run, from 1. */
  run: number;
  /** True when the carrier was the simulator: nobody received anything. */
  simulated: boolean;
  /** Numbers of the run. */
  performance_metrics: {
    /** The audience frozen at the start. */
    recipients: number;
    /** Handed to the carrier: delivered, in flight, undelivered or failed. */
    messages_sent: number;
    /** Delivered or read. */
    messages_delivered: number;
    /** Failed and undelivered. */
    messages_failed: number;
    /** Accepted by the carrier, with no final word yet. */
    messages_in_flight: number;
    /** Not yet handed to the carrier. */
    messages_pending: number;
    /** Delivered of sent, in percent; null when nothing was sent. */
    delivery_rate: number | null;
    /** From handing over to delivery, in minutes. */
    average_delivery_time_minutes: number | null;
    /** SMS parts handed to the carrier. */
    parts: number;
  };
  /** Messages by status. */
  status_breakdown: Record<string, number>;
  /** Failed messages by cause. */
  error_analysis: Record<string, number>;
  /** Recipients never sent to, by reason. */
  exclusions: Record<string, number>;
  /** Planned recipients who were not sent to after all, by status and reason. */
  deviations: Record<string, number>;
  /** What the run was planned to do when it was triggered. */
  plan: CampaignPlan | null;
  /** Every number in which the run differs from its plan; while it runs, only what is certain already. */
  plan_deviations: {
    /** What differs. */
    measure: 'audience' | 'sent' | 'left_out' | 'encoding' | 'parts' | 'cost' | 'unpriced_parts' | (string & {});
    /** Why they were left out, the encoding, or the currency of the cost. */
    kind: string | null;
    /** What the plan says. */
    planned: number;
    /** What came of it. */
    actual: number;
    /**
     * Why: the segment’s members, what contacts or texts say, or the sender’s prices changed; or it follows from
     * other recipients or other parts.
     */
    reason:
      | 'members_changed'
      | 'recipients_changed'
      | 'contacts_changed'
      | 'texts_changed'
      | 'parts_changed'
      | 'prices_changed'
      | (string & {});
  }[];
  /** Where the run was later than its plan by more than a minute and a tenth of the planned time, and why. */
  plan_lateness: {
    /** Where, as in `plan.zones`; null for the run as a whole. */
    time_zone: string | null;
    /** When the last message was to have gone. */
    planned_last_send_at: string;
    /** When it went; null while messages are still to go. */
    actual_last_send_at: string | null;
    /** From the one to the other, or to this moment. */
    late_seconds: number;
    /**
     * The start was moved; the run was paused; it began late; its rate was lowered; or else the carrier was slow,
     * the sender shared, quiet hours began meanwhile or recipients were held.
     */
    reason: 'rescheduled' | 'paused' | 'started_late' | 'rate_lowered' | 'slower_sending' | (string & {});
  }[];
  /** By the sender’s prices when the run ended; null before, and when it has none. */
  cost: CampaignCost | null;
  /** Whom it was for: the segment as it was when sending started. */
  segment: {
    /** Segment id. */
    id: string;
    /** Its name then. */
    name: string;
    /** One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions. */
    filter_criteria: SegmentFilter;
  } | null;
  /** Messages not yet due, by reason: `quiet_hours`, `opt_out_review`. */
  waiting: Record<string, number>;
  /** Messages whose fate at the carrier is being found out; never sent again blindly. */
  unconfirmed: number;
  /** When it ran. */
  execution_timeline: {
    /** When it was to start. */
    scheduled_for: string | null;
    /** When it started. */
    started_at: string | null;
    /** When it ended. */
    completed_at: string | null;
    /** From start to end, in minutes; null before the end. */
    duration_minutes: number | null;
  };
}

export type CampaignUpdateParams = Partial<CampaignCreateParams>;
