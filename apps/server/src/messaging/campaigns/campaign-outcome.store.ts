import type { ZoneSending } from '@marquee/rules/messaging/campaigns/plan-lateness';
import { partPriceOf } from '@marquee/rules/messaging/sms/part-price';
import { zonesFor } from '@marquee/rules/messaging/zones/recipient-zone';
import { sql } from 'drizzle-orm';
import type { CampaignRunRef } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import { run, select, selectOne } from '../../database/sql.ts';
import { shownZones } from './campaign-plan-tally.ts';
import type { StoredCost } from './campaign-plan.store.ts';
import { priceListsOf, type PriceList } from '../senders/sender-prices.store.ts';

/** What came of a run, counted once when it ended. */
export interface StoredOutcome {
  readonly last_send_at: string | null;
  readonly cost: StoredCost | null;
  readonly zones: readonly ZoneSending[];
}

/**
 * Counts what a run cost and when the last message went in each zone, and keeps it for the report. It reads the run's messages once,
 * in one statement; the report never does.
 */
export async function keepOutcome(db: Db, ref: CampaignRunRef): Promise<void> {
  const terms = await outcomeTerms(db, ref);
  if (terms === undefined) return;
  const prices = (await priceListsOf(db, ref.workspaceId, [terms.sender_id])).get(terms.sender_id) ?? null;
  const outcome = outcomeOf(await sentGroups(db, ref, headLength(prices)), terms, prices);
  await run(
    db,
    sql`update messaging_campaign_runs set outcome = ${JSON.stringify(outcome)}::jsonb
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run}`,
  );
}

interface OutcomeTerms {
  readonly sender_id: string;
  readonly time_zone: string | null;
  readonly workspace_time_zone: string;
}

async function outcomeTerms(db: Db, ref: CampaignRunRef): Promise<OutcomeTerms | undefined> {
  return await selectOne<OutcomeTerms>(
    db,
    sql`select r.sender_id, c.time_zone, w.time_zone as workspace_time_zone
        from messaging_campaign_runs r
        join messaging_campaigns c on c.workspace_id = r.workspace_id and c.id = r.campaign_id
        join workspaces w on w.id = r.workspace_id
        where r.workspace_id = ${ref.workspaceId} and r.campaign_id = ${ref.campaignId} and r.run = ${ref.run}`,
  );
}

/** Messages handed over to numbers that begin alike, of contacts in one zone. */
interface SentGroup {
  readonly head: string;
  readonly time_zone: string | null;
  readonly messages: number;
  readonly parts: number;
  readonly last_send_at: string;
}

/** The plus sign and the seven digits that can tell a number's zones. */
const zoneHeadLength = 8;

/** How many characters of a number its zones and price depend on. */
function headLength(prices: PriceList | null): number {
  return Math.max(zoneHeadLength, ...Array.from(prices?.prices.keys() ?? [], (prefix) => prefix.length));
}

async function sentGroups(db: Db, ref: CampaignRunRef, length: number): Promise<readonly SentGroup[]> {
  return await select<SentGroup>(
    db,
    sql`select left(m.phone_e164, ${length}::int) as head, c.time_zone, count(*)::int as messages, coalesce(sum(m.parts), 0)::int as parts,
               max(m.called_at) as last_send_at
        from messaging_messages m
        left join messaging_contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
        where m.workspace_id = ${ref.workspaceId} and m.campaign_id = ${ref.campaignId} and m.run = ${ref.run} and m.called_at is not null
          and m.status in ('accepted', 'queued', 'sending', 'sent', 'delivered', 'read', 'undelivered', 'failed')
        group by 1, 2`,
  );
}

function outcomeOf(groups: readonly SentGroup[], terms: OutcomeTerms, prices: PriceList | null): StoredOutcome {
  const zones = new Map<string, { time_zone: string; recipients: number; last_send_at: string }>();
  let [micros, unpriced] = [0n, 0];
  for (const { head, time_zone: contactZone, messages, parts, last_send_at } of groups) {
    const where = { campaignZone: terms.time_zone, workspaceZone: terms.workspace_time_zone };
    const name = shownZones(zonesFor({ ...where, contactZone, phone: head }));
    const zone = zones.get(name) ?? { time_zone: name, recipients: 0, last_send_at };
    zone.recipients += messages;
    if (last_send_at > zone.last_send_at) zone.last_send_at = last_send_at;
    zones.set(name, zone);
    const price = prices === null ? null : partPriceOf(head, prices.prices);
    if (price === null) unpriced += parts;
    else micros += price * BigInt(parts);
  }
  const lasts = [...zones.values()].map(({ last_send_at }) => last_send_at).toSorted();
  return {
    last_send_at: lasts.at(-1) ?? null,
    cost: prices === null ? null : { micros: String(micros), currency: prices.currency, unpriced_parts: unpriced },
    zones: [...zones.values()],
  };
}
