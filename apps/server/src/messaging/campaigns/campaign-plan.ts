import type { campaigns } from '@marquee/api/messaging/campaigns.contract';
import { amountOf } from '@marquee/rules/money/micros';
import type { z } from 'zod';
import type { Db } from '../../database/database.ts';
import { memberIds, membersById, planTerms, type PlanTerms, type StoredPlan } from './campaign-plan.store.ts';
import { chooseSender } from './campaign-sender.ts';
import { PlanTally } from './campaign-plan-tally.ts';
import { segmentById, type SegmentRow } from '../segments/segments.store.ts';
import { capsOf } from '../sending/send-calling.ts';
import { recentMessages } from '../sending/send-chunk.store.ts';
import { priceListsOf, type PriceList } from '../senders/sender-prices.store.ts';
import type { SenderRow } from '../senders/senders.store.ts';

type Preview = z.output<(typeof campaigns)['preview']['output']>;

/** What to plan. */
export interface PlanRequest {
  readonly workspaceId: string;
  readonly campaignId: string;
  /** Instead of the sender's own prices. */
  readonly prices: PriceList | null;
  readonly now: Date;
}

/** Runs one piece of reading in a transaction: the caller's own, or a short one each. */
export type Reading = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

/** Members found at once, by id alone, and members read at once. */
const idsMax = 50_000;
const pageSize = 2000;

/**
 * Decides every member of the segment as a send would, at the campaign's own time, a page at a time: exact, never sampled.
 *
 * @returns what was counted; undefined when the campaign, its text or its segment is gone
 */
export async function planCampaign(reading: Reading, request: PlanRequest): Promise<PlanTally | undefined> {
  const { now } = request;
  const found = await reading((db) => readTerms(db, request));
  if (found === undefined) return undefined;
  const { terms, sender, prices } = found;
  const at = terms.schedule_time === null ? now : new Date(Math.max(now.getTime(), Date.parse(terms.schedule_time)));
  const tally = new PlanTally({ terms, at, prices, senderRate: sender?.rate_per_second ?? null });
  for await (const ids of pagesOfIds(reading, request, found.filter)) {
    const members = await reading((db) => readMembers(db, { ids, request, terms, at }));
    for (const { row, recent } of members) tally.add(row, recent);
  }
  return tally;
}

/** The plan as a preview answers it. */
export function previewOf(campaignId: string, tally: PlanTally): Preview {
  const { cost, starts_at: _starts, rate_per_second: _rate, ...numbers } = tally.result();
  if (cost === null) return { campaign_id: campaignId, ...numbers, cost };
  const { micros, ...rest } = cost;
  return { campaign_id: campaignId, ...numbers, cost: { amount: amountOf(micros), ...rest } };
}

/** Sets of zones that a plan tells apart, those with the most recipients. */
const zonesMax = 100;

/** The plan as a run keeps it. */
export function storedPlanOf(plannedAt: Date, tally: PlanTally): StoredPlan {
  const { audience, sendable, excluded, encodings, first_send_at, last_send_at, parts, cost, ...times } =
    tally.result();
  const { starts_at, rate_per_second, histogram } = times;
  return {
    ...{ planned_at: plannedAt.toISOString(), audience, sendable, excluded, encodings, first_send_at, last_send_at },
    ...{ parts: parts.total, starts_at, rate_per_second },
    zones: histogram
      .slice(0, zonesMax)
      .map(({ time_zone, recipients, sends_until }) => ({ time_zone, recipients, last_send_at: sends_until })),
    cost: cost === null ? null : { ...cost, micros: String(cost.micros) },
  };
}

async function* pagesOfIds(
  reading: Reading,
  { workspaceId, now }: PlanRequest,
  filter: Found['filter'],
): AsyncGenerator<readonly string[]> {
  for (let after: string | null = null; ;) {
    const page = { filter, now, after, limit: idsMax };
    const ids: readonly string[] = await reading((db) => memberIds(db, workspaceId, page));
    for (let from = 0; from < ids.length; from += pageSize) yield ids.slice(from, from + pageSize);
    if (ids.length < idsMax) return;
    after = ids.at(-1) ?? null;
  }
}

interface Page {
  readonly ids: readonly string[];
  readonly request: PlanRequest;
  readonly terms: PlanTerms;
  readonly at: Date;
}

async function readMembers(db: Db, { ids, request: { workspaceId }, terms, at }: Page) {
  const rows = await membersById(db, workspaceId, ids);
  const recent = await recentMessages(db, workspaceId, { caps: capsOf(terms), contacts: rows, at });
  return rows.map((row) => ({ row, recent: recent.get(row.id) ?? [] }));
}

interface Found {
  readonly terms: PlanTerms;
  readonly filter: SegmentRow['filter_criteria'];
  readonly sender: SenderRow | null;
  readonly prices: PriceList | null;
}

async function readTerms(db: Db, request: PlanRequest): Promise<Found | undefined> {
  const { workspaceId } = request;
  const terms = await planTerms(db, request);
  const segment = terms === undefined ? undefined : await segmentById(db, workspaceId, terms.segment_id);
  if (terms === undefined || segment === undefined) return undefined;
  const chosen = await chooseSender(db, workspaceId, terms.sender_id);
  const sender = chosen.kind === 'chosen' ? chosen.sender : null;
  const lists = await priceListsOf(db, workspaceId, sender === null ? [] : [sender.sender_id]);
  const prices = request.prices ?? lists.get(sender?.sender_id ?? '') ?? null;
  return { terms, filter: segment.filter_criteria, sender, prices };
}
