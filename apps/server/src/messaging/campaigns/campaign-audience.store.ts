import { sql } from 'drizzle-orm';
import type { CampaignRunRef } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import { insertAudience, type SegmentRow } from '../segments/segments.store.ts';

/**
 * Writes one message a member of the segment: planned, or excluded with the reason. Called once a run, before anything is sent.
 *
 * @returns how many members there are
 */
export async function insertPlannedMessages(
  db: Db,
  ref: CampaignRunRef,
  { segment, now }: { readonly segment: SegmentRow; readonly now: Date },
): Promise<number> {
  const { workspaceId, campaignId, run: runNumber } = ref;
  const at = now.toISOString();
  const audience = { workspaceId, filter: segment.filter_criteria, now };
  return await insertAudience(
    db,
    audience,
    (ids) => sql`
      insert into messaging_messages (workspace_id, id, campaign_id, run, position, contact_id, phone_e164, sender_id, status, reason, consent_id, created_at, updated_at)
      select c.workspace_id, uuid_v7(${at}::timestamptz), r.campaign_id, r.run, row_number() over (order by c.id), c.id, c.phone_e164, r.sender_id,
             case c.consent_state when 'OPT_IN' then 'planned' else 'excluded' end,
             case c.consent_state when 'OPT_IN' then null when 'STOP' then 'stopped' else 'consent_missing' end,
             case c.consent_state when 'OPT_IN' then null else c.consent_id end,
             ${at}::timestamptz, ${at}::timestamptz
      from messaging_contacts c
      join messaging_campaign_runs r on r.workspace_id = c.workspace_id and r.campaign_id = ${campaignId} and r.run = ${runNumber}
      where c.workspace_id = ${workspaceId} and c.id in (${ids})`,
  );
}
