import { localToInstant, wallMsOf } from '@marquee/rules/time/local-time';
import type { InputOf } from '../../api/operations.ts';
import type { Campaign } from './campaigns.queries.ts';

/** What stands in the fields of a campaign. Times are `YYYY-MM-DDTHH:MM` in the workspace's zone. */
export interface CampaignFields {
  readonly name: string;
  readonly description: string;
  readonly template_id: string;
  readonly segment_id: string;
  readonly sender_id: string | null;
  readonly schedule_time: string;
  readonly expires_at: string;
  readonly rate_limit_per_second: string;
  readonly quiet_hours_start: string;
  readonly quiet_hours_end: string;
  readonly time_zone: string | null;
  readonly frequency_cap: { readonly messages: string; readonly days: string };
}

/** The fields of a campaign that is not there yet. */
export const newCampaignFields: CampaignFields = {
  ...{ name: '', description: '', template_id: '', segment_id: '', sender_id: null, schedule_time: '' },
  ...{ expires_at: '', rate_limit_per_second: '', quiet_hours_start: '', quiet_hours_end: '', time_zone: null },
  frequency_cap: { messages: '', days: '' },
};

/** The fields of a campaign, its times on the clocks of a zone. */
export function fieldsOf(campaign: Campaign, zone: string): CampaignFields {
  const { frequency_cap: cap } = campaign;
  return {
    name: campaign.name,
    description: campaign.description ?? '',
    template_id: campaign.template?.id ?? '',
    segment_id: campaign.segment?.id ?? '',
    sender_id: campaign.sender_id,
    schedule_time: localText(campaign.schedule_time, zone),
    expires_at: localText(campaign.expires_at, zone),
    rate_limit_per_second: String(campaign.rate_limit_per_second ?? ''),
    quiet_hours_start: campaign.quiet_hours_start ?? '',
    quiet_hours_end: campaign.quiet_hours_end ?? '',
    time_zone: campaign.time_zone,
    frequency_cap: { messages: String(cap?.messages ?? ''), days: String(cap?.days ?? '') },
  };
}

/** Name and text, as the operation takes them. */
export function messageInput({ name, description, template_id }: CampaignFields) {
  return { name: name.trim(), description: description.trim() || null, template_id };
}

/** Whom it is for, as the operation takes it. */
export function audienceInput({ segment_id }: CampaignFields) {
  return { segment_id };
}

/** When and how fast, as the operation takes it. Its sender can only be changed while nothing has begun. */
export function timingInput(
  fields: CampaignFields,
  zone: string,
): Omit<InputOf<'messaging.campaigns.update'>, 'campaign_id'> {
  const { messages, days } = fields.frequency_cap;
  return {
    sender_id: fields.sender_id,
    schedule_time: instantOf(fields.schedule_time, zone),
    expires_at: instantOf(fields.expires_at, zone),
    rate_limit_per_second: fields.rate_limit_per_second === '' ? null : Number(fields.rate_limit_per_second),
    quiet_hours_start: fields.quiet_hours_start || null,
    quiet_hours_end: fields.quiet_hours_end || null,
    time_zone: fields.time_zone,
    frequency_cap: messages === '' && days === '' ? null : { messages: Number(messages), days: Number(days) },
  };
}

/** What differs from a campaign that is scheduled or paused: only its times, rate, quiet hours and cap may. */
export function changedTiming(
  fields: CampaignFields,
  before: CampaignFields,
  zone: string,
): Partial<ReturnType<typeof timingInput>> {
  const was: Readonly<Record<string, unknown>> = { ...timingInput(before, zone) };
  return Object.fromEntries(
    Object.entries(timingInput(fields, zone)).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name]),
    ),
  );
}

function instantOf(local: string, zone: string): string | null {
  return local === '' ? null : localToInstant(local, zone).toISOString();
}

function localText(iso: string | null, zone: string): string {
  return iso === null ? '' : new Date(wallMsOf(Date.parse(iso), zone)).toISOString().slice(0, 16);
}
