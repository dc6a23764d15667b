import { addDays, startOfLocalDay } from '@marquee/rules/time/local-time';
import type { InputOf } from '../../api/operations.ts';

interface MessageFilters {
  readonly campaign: string | undefined;
  readonly channel: InputOf<'messaging.messages.list'>['channel'];
  readonly status: InputOf<'messaging.messages.list'>['status'];
  /** Days `YYYY-MM-DD`, both inclusive. */
  readonly from: string | undefined;
  readonly until: string | undefined;
}

/** What the list is asked for; days are those of a zone. */
export function messagesInput(
  { campaign, channel, status, from, until }: MessageFilters,
  zone: string,
): InputOf<'messaging.messages.list'> {
  return {
    ...(campaign === undefined ? {} : { campaign_id: campaign }),
    ...(channel === undefined ? {} : { channel }),
    ...(status === undefined ? {} : { status }),
    ...(isDay(from) ? { start_date: startOfLocalDay(from, zone).toISOString() } : {}),
    ...(isDay(until) ? { end_date: startOfLocalDay(addDays(until, 1), zone).toISOString() } : {}),
  };
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
