import {
  advance,
  isFailed,
  isStoppedAtProvider,
  type MessageStatus,
  type ProviderStatus,
} from '@marquee/rules/messaging/sms/message-status';
import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';

/** One thing a carrier reported. */
export interface StatusReport {
  readonly sid: string;
  /** Our id, when the callback URL carried it. */
  readonly messageId: string | null;
  readonly status: ProviderStatus;
  readonly errorCode: number | null;
  readonly at: string;
}

/** A message that a report moved. */
export interface StatusMove {
  readonly id: string;
  readonly campaign_id: string | null;
  readonly phone_e164: string;
  readonly status: MessageStatus;
  readonly error_code: number | null;
}

interface MessageRow {
  readonly id: string;
  readonly campaign_id: string | null;
  readonly phone_e164: string;
  // 'held' is our word for a fate that nobody could tell; to the rules it is as unconfirmed.
  readonly status: MessageStatus | 'held';
  readonly provider_sid: string | null;
  readonly error_code: number | null;
}

/**
 * Keeps reports and moves their messages, forward only. Repeats and reordering change nothing; reports about messages whose
 * create call is not answered yet are parked until it is.
 */
export async function applyReports(
  db: Db,
  workspaceId: string,
  reports: readonly StatusReport[],
): Promise<readonly StatusMove[]> {
  if (reports.length === 0) return [];
  const fresh = await insertReports(db, workspaceId, reports);
  if (fresh.length === 0) return [];
  const messages = await lockMessages(db, workspaceId, fresh);
  const moves = messages.flatMap((message) => moveOf(message, fresh) ?? []);
  if (moves.length === 0) return [];
  await writeMoves(db, workspaceId, moves);
  await assignReports(db, workspaceId, moves);
  return moves;
}

/** Applies what was parked for ids that have become known. */
export async function applyParked(
  db: Db,
  workspaceId: string,
  sids: readonly string[],
): Promise<readonly StatusMove[]> {
  if (sids.length === 0) return [];
  const parked = await select<{ provider_sid: string; status: ProviderStatus; error_code: number | null; at: string }>(
    db,
    sql`select provider_sid, status, error_code, at from messaging_message_statuses
        where workspace_id = ${workspaceId} and provider_sid in ${sids} and message_id is null order by at`,
  );
  if (parked.length === 0) return [];
  const reports = parked.map(({ provider_sid, status, error_code, at }) => ({
    sid: provider_sid,
    messageId: null,
    status,
    errorCode: error_code,
    at,
  }));
  const messages = await lockMessages(db, workspaceId, reports);
  const moves = messages.flatMap((message) => moveOf(message, reports) ?? []);
  if (moves.length === 0) return [];
  await writeMoves(db, workspaceId, moves);
  await assignReports(db, workspaceId, moves);
  return moves;
}

/** Those that are new: a carrier repeats itself. */
async function insertReports(
  db: Db,
  workspaceId: string,
  reports: readonly StatusReport[],
): Promise<readonly StatusReport[]> {
  const rows = reports.map(({ sid, status, errorCode, at }) => ({ sid, status, error_code: errorCode, at }));
  const kept = await select<{ provider_sid: string; status: string }>(
    db,
    sql`insert into messaging_message_statuses (workspace_id, provider_sid, status, error_code, at)
        select ${workspaceId}::uuid, r.sid, r.status, r.error_code, r.at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(sid text, status text, error_code int, at timestamptz)
        on conflict do nothing returning provider_sid, status`,
  );
  const keys = new Set(kept.map(({ provider_sid, status }) => `${provider_sid} ${status}`));
  return reports.filter(({ sid, status }) => keys.delete(`${sid} ${status}`));
}

async function lockMessages(db: Db, workspaceId: string, reports: readonly StatusReport[]): Promise<MessageRow[]> {
  const ids = reports.flatMap(({ messageId }) => messageId ?? []);
  const byId =
    ids.length === 0
      ? sql``
      : sql`union select id from messaging_messages where workspace_id = ${workspaceId} and id in ${ids}`;
  return await select<MessageRow>(
    db,
    sql`select id, campaign_id, phone_e164, status, provider_sid, error_code from messaging_messages
        where workspace_id = ${workspaceId} and id in (
          select id from messaging_messages where workspace_id = ${workspaceId} and provider_sid in ${reports.map(({ sid }) => sid)} ${byId})
        order by id for update`,
  );
}

interface Move extends StatusMove {
  readonly sid: string;
  readonly at: string;
  readonly delivered_at: string | null;
  readonly reason: string | null;
}

/** What reports do to one message; undefined when none is about it. A message has one id at the carrier: others' reports stay parked. */
function moveOf(message: MessageRow, reports: readonly StatusReport[]): Move | undefined {
  const { provider_sid: known } = message;
  const sid = known ?? reports.find(({ messageId }) => messageId === message.id)?.sid;
  const own = reports.filter((report) => report.sid === sid);
  const last = own.at(-1);
  if (sid === undefined || last === undefined) return undefined;
  let status: MessageStatus = message.status === 'held' ? 'unconfirmed' : message.status;
  let error = message.error_code;
  let deliveredAt: string | null = null;
  for (const report of own) {
    const next = advance(status, report.status);
    if (next !== status) error = report.errorCode ?? error;
    if (report.status === 'delivered' || (report.status === 'read' && deliveredAt === null)) deliveredAt = report.at;
    status = next;
  }
  const { id, campaign_id, phone_e164 } = message;
  const move = { id, campaign_id, phone_e164, error_code: error, sid, at: last.at, delivered_at: deliveredAt };
  const isStop = isStoppedAtProvider(error) && isFailed(status);
  return isStop ? { ...move, status: 'excluded', reason: 'stopped_at_carrier' } : { ...move, status, reason: null };
}

async function writeMoves(db: Db, workspaceId: string, moves: readonly Move[]): Promise<void> {
  await run(
    db,
    sql`update messaging_messages m set status = d.status, error_code = d.error_code, provider_sid = coalesce(m.provider_sid, d.sid),
          reason = case when d.reason is not null then d.reason when m.status in ('planned', 'claimed', 'calling', 'unconfirmed', 'held', 'expired') then null else m.reason end,
          not_before = null, claim_id = case when d.status in ('claimed', 'calling') then m.claim_id else null end,
          sent_at = coalesce(m.sent_at, m.called_at, d.at), updated_at = d.at,
          delivered_at = case when d.status in ('delivered', 'read') then coalesce(m.delivered_at, d.delivered_at) else m.delivered_at end
        from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
          as d(id uuid, status text, error_code int, sid text, at timestamptz, delivered_at timestamptz, reason text)
        where m.workspace_id = ${workspaceId} and m.id = d.id`,
  );
}

async function assignReports(db: Db, workspaceId: string, moves: readonly Move[]): Promise<void> {
  await run(
    db,
    sql`update messaging_message_statuses s set message_id = d.id
        from jsonb_to_recordset(${JSON.stringify(moves.map(({ id, sid }) => ({ id, sid })))}::jsonb) as d(id uuid, sid text)
        where s.workspace_id = ${workspaceId} and s.provider_sid = d.sid and s.message_id is null`,
  );
}
