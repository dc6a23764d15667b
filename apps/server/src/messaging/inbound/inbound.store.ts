import { sql } from 'drizzle-orm';
import type { InboundMessage } from '@marquee/api/messaging/inbound.contract';
import type { Db } from '../../database/database.ts';
import { run, select, selectOne } from '../../database/sql.ts';
import { leastIdAt } from '../../lib/ids.ts';

/** Keeps an inbound message, and whether its sender is a simulator; false when it came before. */
export async function insertInbound(
  db: Db,
  workspaceId: string,
  message: Omit<InboundMessage, 'simulated'>,
): Promise<boolean> {
  const count = await run(
    db,
    sql`insert into messaging_inbound_messages (workspace_id, id, message_sid, channel, from_phone, to_phone, body, keyword, contact_id, received_at, simulated)
        values (${workspaceId}, ${message.id}, ${message.message_sid}, ${message.channel}, ${message.from_phone}, ${message.to_phone}, ${message.body},
                ${message.keyword}, ${message.contact_id}, ${message.received_at},
                coalesce((select simulated from messaging_senders where workspace_id = ${workspaceId} and kind = ${message.channel} and phone_e164 = ${message.to_phone}), false))
        on conflict on constraint messaging_inbound_messages_sid do nothing`,
  );
  return count > 0;
}

/** Whether somebody has sent STOP or START since an instant. */
export async function hasKeywordSince(
  db: Db,
  workspaceId: string,
  { from, since }: { readonly from: string; readonly since: string },
): Promise<boolean> {
  const rows = await select(
    db,
    sql`select 1 from messaging_inbound_messages
        where workspace_id = ${workspaceId} and from_phone = ${from} and received_at >= ${since} and keyword in ('stop', 'start') limit 1`,
  );
  return rows.length > 0;
}

/** When somebody last wrote to one of our numbers by WhatsApp; null when never. */
export async function lastWhatsappAt(
  db: Db,
  workspaceId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Date | null> {
  const found = await selectOne<{ at: string | null }>(
    db,
    sql`select max(received_at) as at from messaging_inbound_messages
        where workspace_id = ${workspaceId} and channel = 'whatsapp' and from_phone = ${from} and to_phone = ${to}`,
  );
  const at = found?.at ?? null;
  return at === null ? null : new Date(at);
}

/** Which of these messages have been taken. */
export async function knownInbound(db: Db, workspaceId: string, sids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await select<{ message_sid: string }>(
    db,
    sql`select message_sid from messaging_inbound_messages
        where workspace_id = ${workspaceId} and message_sid in (select jsonb_array_elements_text(${JSON.stringify(sids)}::jsonb))`,
  );
  return new Set(rows.map(({ message_sid }) => message_sid));
}

/** One page of inbound messages since an instant, newest first, after the id `after`. */
export async function inboundPage(
  db: Db,
  workspaceId: string,
  page: { readonly since: string; readonly after: string | undefined; readonly limit: number },
): Promise<InboundMessage[]> {
  const after = page.after === undefined ? sql`` : sql`and id < ${page.after}::uuid`;
  // Ids are made when a message is taken, which is not before it was received: the range of the primary key holds all that match.
  const taken = sql`id >= ${leastIdAt(page.since, -clockSlackMs)}::uuid`;
  return await select<InboundMessage>(
    db,
    sql`select id, channel, from_phone, to_phone, body, keyword, contact_id, message_sid, simulated, received_at from messaging_inbound_messages
        where workspace_id = ${workspaceId} and received_at >= ${page.since} and ${taken} ${after} order by id desc limit ${page.limit}`,
  );
}

/** How far a carrier's clock may be ahead of ours. */
const clockSlackMs = 3_600_000;

/** Counts inbound messages since an instant. */
export async function countInbound(db: Db, workspaceId: string, since: string) {
  const found = await selectOne<{ total: number; unique_senders: number; stop_commands: number }>(
    db,
    sql`select count(*)::int as total, count(distinct from_phone)::int as unique_senders,
               count(*) filter (where keyword = 'stop')::int as stop_commands
        from messaging_inbound_messages where workspace_id = ${workspaceId} and received_at >= ${since}`,
  );
  return found ?? { total: 0, unique_senders: 0, stop_commands: 0 };
}
