import { sql, type SQL } from 'drizzle-orm';
import type { Message } from '@marquee/api/messaging/messages.contract';
import type { Db } from '../database/database.ts';
import { select, selectOne } from '../database/sql.ts';

/** What a list of messages may be narrowed to. */
export interface MessageFilters {
  readonly campaign_id?: string | undefined;
  readonly status?: string | undefined;
  readonly start_date?: string | undefined;
  readonly end_date?: string | undefined;
}

/** One page of messages, newest first, after the id `after`. */
export async function messagesPage(
  db: Db,
  workspaceId: string,
  page: { readonly filters: MessageFilters; readonly after: string | undefined; readonly limit: number },
): Promise<Message[]> {
  const after = page.after === undefined ? sql`` : sql`and m.id < ${page.after}::uuid`;
  return await select<Message>(
    db,
    sql`select ${columns} ${source} where ${matching(workspaceId, page.filters)} ${after} order by m.id desc limit ${page.limit}`,
  );
}

/** One message. */
export async function messageById(db: Db, workspaceId: string, id: string): Promise<Message | undefined> {
  return await selectOne<Message>(
    db,
    sql`select ${columns} ${source} where m.workspace_id = ${workspaceId} and m.id = ${id}`,
  );
}

/** The ledger's entry that a message began or was left out under; null while that is undecided. */
export async function consentIdOf(db: Db, workspaceId: string, id: string): Promise<string | null> {
  const found = await selectOne<{ consent_id: string | null }>(
    db,
    sql`select consent_id from messaging_messages where workspace_id = ${workspaceId} and id = ${id}`,
  );
  return found?.consent_id ?? null;
}

/** Everything a carrier reported about a message, oldest first. */
export async function reportsOf(db: Db, workspaceId: string, id: string) {
  return await select<{ status: string; error_code: number | null; at: string }>(
    db,
    sql`select status, error_code, at from messaging_message_statuses
        where workspace_id = ${workspaceId} and message_id = ${id} order by at, status`,
  );
}

const columns = sql`m.id, m.campaign_id, c.name as campaign_name, m.channel, m.contact_id, m.phone_e164 as recipient_phone, m.status, m.reason,
  m.provider_sid, coalesce(r.simulated, w.simulated, false) as simulated, m.error_code, m.body, m.parts, m.encoding, m.created_at, m.sent_at, m.delivered_at,
  extract(epoch from m.delivered_at - m.sent_at)::float8 as delivery_time_seconds, m.updated_at`;

const source = sql`from messaging_messages m
  left join messaging_campaigns c on c.workspace_id = m.workspace_id and c.id = m.campaign_id
  left join messaging_campaign_runs r on r.workspace_id = m.workspace_id and r.campaign_id = m.campaign_id and r.run = m.run
  left join messaging_whatsapp_sends w on w.workspace_id = m.workspace_id and w.message_id = m.id`;

function matching(workspaceId: string, { campaign_id, status, start_date, end_date }: MessageFilters): SQL {
  const conditions = [
    sql`m.workspace_id = ${workspaceId}`,
    ...(campaign_id === undefined ? [] : [sql`m.campaign_id = ${campaign_id}`]),
    ...(status === undefined ? [] : [sql`m.status = ${status}`]),
    ...(start_date === undefined
      ? []
      : [sql`m.created_at >= ${start_date}`, sql`m.id >= ${idAt(start_date, -idSlackMs)}::uuid`]),
    ...(end_date === undefined
      ? []
      : [sql`m.created_at < ${end_date}`, sql`m.id < ${idAt(end_date, idSlackMs)}::uuid`]),
  ];
  return sql.join(conditions, sql` and `);
}

/** Ids begin with the millisecond they were made in, which may be a little off the instant their row says. */
const idSlackMs = 60_000;

/** The least id of an instant: a range of time is a range of the primary key. */
function idAt(instant: string, offsetMs: number): string {
  const hex = Math.max(0, Date.parse(instant) + offsetMs)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
