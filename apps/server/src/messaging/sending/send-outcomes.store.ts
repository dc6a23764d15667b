import { sql } from 'drizzle-orm';
import type { CampaignRunRef } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import { arrayOf, run, select, selectOne } from '../../database/sql.ts';

/** What became of one call. */
export interface OutcomeRow {
  readonly id: string;
  readonly status:
    | 'accepted'
    | 'queued'
    | 'sending'
    | 'sent'
    | 'delivered'
    | 'read'
    | 'undelivered'
    | 'failed'
    | 'canceled'
    | 'excluded'
    | 'planned'
    | 'unconfirmed'
    | 'held';
  readonly provider_sid: string | null;
  readonly error_code: number | null;
  readonly reason: string | null;
  readonly not_before: string | null;
}

/**
 * Records what became of calls. A callback may have been faster and told more: then only the carrier's id is added. That the
 * carrier has a message is believed whatever we thought of it since.
 *
 * @returns whether reports about some of the carrier's ids were parked before the ids were known
 */
export async function recordOutcomes(
  db: Db,
  workspaceId: string,
  made: { rows: readonly OutcomeRow[]; at: string },
): Promise<boolean> {
  if (made.rows.length === 0) return false;
  const column = (valueOf: (row: OutcomeRow) => string | number | null) => arrayOf(made.rows.map(valueOf));
  const found = await selectOne<{ parked: boolean }>(
    db,
    sql`with recorded as (
        update messaging_messages m set
          status = d.status, reason = d.reason, error_code = coalesce(d.error_code, m.error_code), not_before = d.not_before,
          provider_sid = coalesce(m.provider_sid, d.provider_sid), claim_id = null, updated_at = ${made.at},
          sent_at = case when d.provider_sid is null then m.sent_at else coalesce(m.sent_at, m.called_at, ${made.at}::timestamptz) end
        from unnest(${column((row) => row.id)}::uuid[], ${column((row) => row.status)}::text[], ${column((row) => row.provider_sid)}::text[],
            ${column((row) => row.error_code)}::int[], ${column((row) => row.reason)}::text[], ${column((row) => row.not_before)}::timestamptz[])
          as d(id, status, provider_sid, error_code, reason, not_before)
        where m.workspace_id = ${workspaceId} and m.id = d.id
          and (m.status in ('calling', 'unconfirmed')
               or (d.provider_sid is not null and m.provider_sid is null and m.status in ('planned', 'claimed', 'held', 'expired'))))
        select exists (select from messaging_message_statuses s
          where s.workspace_id = ${workspaceId} and s.message_id is null
            and s.provider_sid = any (${column((row) => row.provider_sid)}::text[])) as parked`,
  );
  return found?.parked ?? false;
}

/** A message whose call ended without a known answer. */
export interface UnconfirmedMessage {
  readonly id: string;
  readonly phone_e164: string;
  readonly body: string;
  readonly called_at: string;
  readonly calls: number;
}

/** Unconfirmed messages of a run that can be looked up conclusively by now, oldest first. */
export async function unconfirmedMessages(
  db: Db,
  ref: CampaignRunRef,
  { at, limit }: { at: string; limit: number },
): Promise<UnconfirmedMessage[]> {
  return await select<UnconfirmedMessage>(
    db,
    sql`select id, phone_e164, body, called_at, calls from messaging_messages
        where workspace_id = ${ref.workspaceId} and campaign_id = ${ref.campaignId} and run = ${ref.run}
          and status = 'unconfirmed' and not_before <= ${at}
        order by called_at, id limit ${limit}`,
  );
}

/** Puts off looking messages up, as when the carrier does not answer. */
export async function putOffLook(
  db: Db,
  workspaceId: string,
  put: { ids: readonly string[]; until: string },
): Promise<void> {
  if (put.ids.length === 0) return;
  await run(
    db,
    sql`update messaging_messages set not_before = ${put.until}
        where workspace_id = ${workspaceId} and id in ${put.ids} and status = 'unconfirmed'`,
  );
}

/** Which of the carrier's ids belong to messages already. */
export async function knownSids(db: Db, workspaceId: string, sids: readonly string[]): Promise<ReadonlySet<string>> {
  if (sids.length === 0) return new Set();
  const rows = await select<{ provider_sid: string }>(
    db,
    sql`select provider_sid from messaging_messages where workspace_id = ${workspaceId} and provider_sid in ${sids}`,
  );
  return new Set(rows.map(({ provider_sid }) => provider_sid));
}
