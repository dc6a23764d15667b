import type { FrequencyCap } from '@marquee/rules/messaging/sending/frequency-cap';
import { sql, type SQL } from 'drizzle-orm';
import type { Campaign } from '@marquee/api/messaging/campaigns.contract';
import type { Db } from '../../database/database.ts';
import { containsText, run, select, selectOne } from '../../database/sql.ts';
import type { PageQuery } from '../../kernel/paging/page.ts';
import { sentOfLatestRun } from '../messages/message-counts.store.ts';

/** What a person decides about a campaign. */
export interface CampaignFields {
  readonly name: string;
  readonly description: string | null;
  readonly template_id: string;
  readonly segment_id: string;
  readonly sender_id: string | null;
  readonly schedule_time: string | null;
  readonly expires_at: string | null;
  readonly rate_limit_per_second: number | null;
  readonly quiet_hours_start: string | null;
  readonly quiet_hours_end: string | null;
  readonly time_zone: string | null;
  readonly frequency_cap: FrequencyCap | null;
}

/** A campaign's own row. */
export interface CampaignRow extends CampaignFields {
  readonly id: string;
  readonly status: Campaign['status'];
  readonly run: number;
  readonly job_id: string | null;
}

interface CampaignKey {
  readonly workspaceId: string;
  readonly id: string;
}

/** Adds a draft. */
export async function insertCampaign(
  db: Db,
  key: CampaignKey,
  made: { fields: CampaignFields; at: string },
): Promise<void> {
  const { fields, at } = made;
  await run(
    db,
    sql`insert into messaging_campaigns (workspace_id, id, name, description, status, template_id, segment_id, sender_id, schedule_time,
          expires_at, rate_limit_per_second, quiet_hours_start, quiet_hours_end, time_zone, frequency_cap, created_at, updated_at)
        values (${key.workspaceId}, ${key.id}, ${fields.name}, ${fields.description}, 'draft', ${fields.template_id}, ${fields.segment_id},
          ${fields.sender_id}, ${fields.schedule_time}, ${fields.expires_at}, ${fields.rate_limit_per_second},
          ${fields.quiet_hours_start}, ${fields.quiet_hours_end}, ${fields.time_zone}, ${jsonOf(fields.frequency_cap)}::jsonb, ${at}, ${at})`,
  );
}

/** Replaces what a person decides. */
export async function updateCampaignFields(
  db: Db,
  key: CampaignKey,
  made: { fields: CampaignFields; at: string },
): Promise<void> {
  const { fields, at } = made;
  await run(
    db,
    sql`update messaging_campaigns set name = ${fields.name}, description = ${fields.description}, template_id = ${fields.template_id},
          segment_id = ${fields.segment_id}, sender_id = ${fields.sender_id}, schedule_time = ${fields.schedule_time},
          expires_at = ${fields.expires_at}, rate_limit_per_second = ${fields.rate_limit_per_second},
          quiet_hours_start = ${fields.quiet_hours_start}, quiet_hours_end = ${fields.quiet_hours_end},
          time_zone = ${fields.time_zone}, frequency_cap = ${jsonOf(fields.frequency_cap)}::jsonb, updated_at = ${at}
        where workspace_id = ${key.workspaceId} and id = ${key.id}`,
  );
}

/** The campaign's row, locked until the transaction ends: sends read it under the same lock. */
export async function lockCampaign(db: Db, key: CampaignKey): Promise<CampaignRow | undefined> {
  return await selectOne<CampaignRow>(
    db,
    sql`select id, name, description, status, template_id, segment_id, sender_id, schedule_time, expires_at, rate_limit_per_second,
               quiet_hours_start, quiet_hours_end, time_zone, frequency_cap, run, job_id
        from messaging_campaigns where workspace_id = ${key.workspaceId} and id = ${key.id} and deleted_at is null for update`,
  );
}

/** A change of a campaign's status, with why when it was ours. */
export interface StatusChange {
  readonly status: Campaign['status'];
  readonly at: string;
  readonly reason?: string | null;
}

/** Moves a campaign to another status, and keeps how long its run was paused; the caller holds its lock. */
export async function setCampaignStatus(db: Db, key: CampaignKey, change: StatusChange): Promise<void> {
  const ended = ['completed', 'cancelled', 'failed'].includes(change.status);
  await run(
    db,
    sql`update messaging_campaigns set status = ${change.status}, status_reason = ${change.reason ?? null}, updated_at = ${change.at}
          ${ended ? sql`, completed_at = coalesce(completed_at, ${change.at})` : sql``}
        where workspace_id = ${key.workspaceId} and id = ${key.id}`,
  );
  const isPaused = change.status === 'paused';
  await run(
    db,
    sql`update messaging_campaign_runs r set paused_at = ${isPaused ? change.at : null}::timestamptz,
          paused_ms = paused_ms + coalesce((extract(epoch from ${change.at}::timestamptz - paused_at) * 1000)::bigint, 0)
        from messaging_campaigns c
        where c.workspace_id = ${key.workspaceId} and c.id = ${key.id} and r.workspace_id = c.workspace_id and r.campaign_id = c.id
          and r.run = c.run and ${isPaused ? sql`r.paused_at is null` : sql`r.paused_at is not null`}`,
  );
}

/** Hides a campaign. Its messages stay in the ledger. */
export async function markCampaignDeleted(db: Db, key: CampaignKey, at: string): Promise<void> {
  await run(
    db,
    sql`update messaging_campaigns set deleted_at = ${at} where workspace_id = ${key.workspaceId} and id = ${key.id}`,
  );
}

/** A campaign as it is answered. */
export async function campaignById(db: Db, key: CampaignKey): Promise<Campaign | undefined> {
  return await selectOne<Campaign>(
    db,
    campaignsWhere(sql`c.workspace_id = ${key.workspaceId} and c.id = ${key.id} and c.deleted_at is null`),
  );
}

/** What a list of campaigns may be narrowed to. */
export interface CampaignFilters {
  readonly status?: string | undefined;
  readonly name_contains?: string | undefined;
}

/** One page of campaigns, newest first, after the id `after`. */
export async function campaignsPage(
  db: Db,
  workspaceId: string,
  page: PageQuery<CampaignFilters>,
): Promise<Campaign[]> {
  const after = page.after === undefined ? sql`` : sql`and c.id < ${page.after}::uuid`;
  const where = sql`${matching(workspaceId, page.filters)} ${after}`;
  return await select<Campaign>(db, sql`${campaignsWhere(where)} order by c.id desc limit ${page.limit}`);
}

/** How many campaigns match. */
export async function countCampaigns(db: Db, workspaceId: string, filters: CampaignFilters): Promise<number> {
  const found = await selectOne<{ n: number }>(
    db,
    sql`select count(*)::int as n from messaging_campaigns c where ${matching(workspaceId, filters)}`,
  );
  return found?.n ?? 0;
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function matching(workspaceId: string, { status, name_contains: name }: CampaignFilters): SQL {
  const only = status === undefined ? sql`` : sql`and c.status = ${status}`;
  const named = name === undefined ? sql`` : sql`and ${containsText(sql`c.name`, name)}`;
  return sql`c.workspace_id = ${workspaceId} and c.deleted_at is null ${only} ${named}`;
}

function campaignsWhere(where: SQL): SQL {
  return sql`
    select c.id, c.name, c.description, c.status, c.status_reason, c.sender_id, c.schedule_time, c.expires_at, c.rate_limit_per_second,
           c.quiet_hours_start, c.quiet_hours_end, c.time_zone, c.frequency_cap, c.run, c.job_id, c.created_at, c.updated_at, c.started_at, c.completed_at,
           case when t.id is null then null else jsonb_build_object('id', t.id, 'name', t.name, 'content', coalesce(r.content, t.content)) end as template,
           coalesce(r.segment, case when s.id is null then null
             else jsonb_build_object('id', s.id, 'name', s.name, 'filter_criteria', s.filter_criteria) end) as segment,
           r.recipients, m.sent as messages_sent, m.failed as messages_failed
    from messaging_campaigns c
    left join messaging_templates t on t.workspace_id = c.workspace_id and t.id = c.template_id
    left join messaging_segments s on s.workspace_id = c.workspace_id and s.id = c.segment_id
    left join messaging_campaign_runs r on r.workspace_id = c.workspace_id and r.campaign_id = c.id and r.run = c.run
    cross join ${sentOfLatestRun}
    where ${where}`;
}
