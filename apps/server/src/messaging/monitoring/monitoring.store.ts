import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { select, selectOne } from '../../database/sql.ts';

/** Messages handed over in one hour that stand alike. */
export interface HourGroup {
  readonly hour: string;
  readonly status: string;
  readonly messages: number;
}

/** Messages handed over since an instant, by UTC hour and status, oldest first. */
export async function hoursSince(db: Db, workspaceId: string, since: string): Promise<readonly HourGroup[]> {
  return await select<HourGroup>(
    db,
    sql`select date_bin('1 hour', slot, '2000-01-01 00:00:00+00') as hour, status, sum(messages)::int as messages
        from (${slotsSince(workspaceId, since)}) counted group by 1, 2 having sum(messages) <> 0 order by 1`,
  );
}

/** Messages handed over since an instant that stand alike. */
export interface ActivityGroup {
  readonly status: string;
  readonly error_code: number | null;
  readonly messages: number;
  readonly deliveries: number;
  readonly delivery_seconds: number;
  readonly last_at: string;
}

/** Messages handed over since an instant, by status and the carrier's code. */
export async function activitySince(db: Db, workspaceId: string, since: string): Promise<readonly ActivityGroup[]> {
  return await select<ActivityGroup>(
    db,
    sql`select status, error_code, sum(messages)::int as messages, sum(deliveries)::int as deliveries,
               (sum(delivery_ms) / 1000)::float8 as delivery_seconds, max(last_at) as last_at
        from (${slotsSince(workspaceId, since)}) counted group by 1, 2 having sum(messages) <> 0`,
  );
}

/** What a workspace has, at a glance. */
export interface Standing {
  readonly active_campaigns: number;
  readonly total_users: number;
  readonly opted_in_users: number;
  readonly opted_out_users: number;
  readonly inbound_messages: number;
  readonly simulated: boolean;
}

/** Campaigns, contacts by consent, and what came in since an instant. */
export async function standingOf(db: Db, workspaceId: string, since: string): Promise<Standing> {
  const found = await selectOne<Standing>(
    db,
    sql`select
          (select count(*)::int from messaging_campaigns where workspace_id = ${workspaceId} and deleted_at is null
             and status in ('scheduled', 'running', 'paused')) as active_campaigns,
          c.total_users, c.opted_in_users, c.opted_out_users,
          (select count(*)::int from messaging_inbound_messages where workspace_id = ${workspaceId} and received_at >= ${since}) as inbound_messages,
          exists (select from messaging_senders where workspace_id = ${workspaceId} and simulated) as simulated
        from (select coalesce(sum(contacts), 0)::int as total_users,
                     coalesce(sum(contacts) filter (where consent_state = 'OPT_IN'), 0)::int as opted_in_users,
                     coalesce(sum(contacts) filter (where consent_state in ('OPT_OUT', 'STOP')), 0)::int as opted_out_users
              from (select consent_state, contacts from messaging_contact_counts where workspace_id = ${workspaceId}
                    union all
                    select consent_state, contacts from messaging_contact_count_changes where workspace_id = ${workspaceId}) counted) c`,
  );
  if (found === undefined) throw new Error('an aggregate has one row');
  return found;
}

/** What is folded and what is not yet, from one snapshot. */
function slotsSince(workspaceId: string, since: string): SQL {
  const columns = sql`slot, status, error_code, messages, deliveries, delivery_ms, last_at`;
  const where = sql`workspace_id = ${workspaceId} and slot >= ${since}::timestamptz`;
  return sql`select ${columns} from messaging_slot_counts where ${where}
    union all select ${columns} from messaging_count_changes where ${where}`;
}
