import type { ZoneSending } from '@marquee/rules/messaging/campaigns/plan-lateness';
import type { SegmentFilter } from '@marquee/rules/messaging/segments/segment-filter';
import type { FrequencyCap } from '@marquee/rules/messaging/sending/frequency-cap';
import { sql } from 'drizzle-orm';
import type { CampaignRunRef } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import { arrayOf, run, select, selectOne } from '../../database/sql.ts';
import { conditionSql } from '../segments/segment-sql.ts';
import type { RecipientRow } from '../sending/send-chunk.store.ts';

/** What a campaign's plan is made from. Quiet hours are the workspace's where the campaign states none. */
export interface PlanTerms {
  readonly segment_id: string;
  readonly sender_id: string | null;
  readonly content: string;
  readonly schedule_time: string | null;
  readonly expires_at: string | null;
  readonly quiet_hours_start: string | null;
  readonly quiet_hours_end: string | null;
  readonly rate_limit_per_second: number | null;
  readonly time_zone: string | null;
  readonly workspace_time_zone: string;
  readonly frequency_cap: FrequencyCap | null;
  readonly workspace_frequency_cap: FrequencyCap | null;
}

/** A campaign's terms: of its latest run where it has one, else as it stands; undefined when it or its text is gone. */
export async function planTerms(
  db: Db,
  campaign: { readonly workspaceId: string; readonly campaignId: string },
): Promise<PlanTerms | undefined> {
  return await selectOne<PlanTerms>(
    db,
    sql`select c.segment_id, coalesce(r.sender_id, c.sender_id) as sender_id, coalesce(r.content, t.content) as content,
               c.schedule_time, c.expires_at, c.rate_limit_per_second, c.time_zone, w.time_zone as workspace_time_zone,
               coalesce(c.quiet_hours_start, w.settings #>> '{default_quiet_hours,start}') as quiet_hours_start,
               coalesce(c.quiet_hours_end, w.settings #>> '{default_quiet_hours,end}') as quiet_hours_end,
               c.frequency_cap, w.settings -> 'frequency_cap' as workspace_frequency_cap
        from messaging_campaigns c
        join workspaces w on w.id = c.workspace_id
        left join messaging_campaign_runs r on r.workspace_id = c.workspace_id and r.campaign_id = c.id and r.run = c.run
        left join messaging_templates t on t.workspace_id = c.workspace_id and t.id = c.template_id
        where c.workspace_id = ${campaign.workspaceId} and c.id = ${campaign.campaignId} and c.deleted_at is null
          and coalesce(r.content, t.content) is not null`,
  );
}

/** A member of a segment as a plan decides them. */
export type Member = RecipientRow & { readonly phone_e164: string };

/** Ids of a segment's members in order, after the id `after`. Each call evaluates the segment: ask for many. */
export async function memberIds(
  db: Db,
  workspaceId: string,
  page: { readonly filter: SegmentFilter; readonly now: Date; readonly after: string | null; readonly limit: number },
): Promise<readonly string[]> {
  const after = page.after === null ? sql`` : sql`and c.id > ${page.after}::uuid`;
  const rows = await select<{ id: string }>(
    db,
    sql`select c.id from messaging_contacts c
        where c.workspace_id = ${workspaceId} and ${conditionSql(page.filter, workspaceId, page.now)} ${after}
        order by c.id limit ${page.limit}`,
  );
  return rows.map(({ id }) => id);
}

/** Members by id, in order; those that are gone are left out. */
export async function membersById(db: Db, workspaceId: string, ids: readonly string[]): Promise<readonly Member[]> {
  return await select<Member>(
    db,
    sql`select id, phone_e164, consent_state, attributes, time_zone, consent_id, review_opened_at from messaging_contacts
        where workspace_id = ${workspaceId} and id = any (${arrayOf(ids)}::uuid[]) order by id`,
  );
}

/** A plan as its run keeps it: money in millionths, as text. */
export interface StoredPlan {
  readonly planned_at: string;
  readonly audience: number;
  readonly sendable: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly encodings: Readonly<Record<string, number>>;
  readonly first_send_at: string | null;
  readonly last_send_at: string | null;
  readonly parts: number;
  readonly cost: StoredCost | null;
  /** When sending was to begin, how fast, and when in each zone. Plans of earlier versions do not say. */
  readonly starts_at?: string;
  readonly rate_per_second?: number | null;
  readonly zones?: readonly ZoneSending[];
}

/** A cost as it is kept: money in millionths, as text. */
export interface StoredCost {
  readonly micros: string;
  readonly currency: string;
  readonly unpriced_parts: number;
}

/** Keeps the plan of a run; the first one stays. */
export async function keepPlan(db: Db, ref: CampaignRunRef, plan: StoredPlan): Promise<void> {
  await run(
    db,
    sql`update messaging_campaign_runs set plan = ${JSON.stringify(plan)}::jsonb
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run} and plan is null`,
  );
}
