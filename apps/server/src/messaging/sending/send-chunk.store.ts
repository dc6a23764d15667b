import type { ConsentState } from '@marquee/rules/messaging/consent/consent';
import { capWindowStart, type FrequencyCap } from '@marquee/rules/messaging/sending/frequency-cap';
import { sql } from 'drizzle-orm';
import type { CampaignRunRef } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import { arrayOf, run, select, selectOne } from '../../database/sql.ts';
import { batchSize } from '../campaigns/campaign-runs.store.ts';
import { pacesUpdate, type Pace, type PaceRow } from './send-pace.store.ts';

/** One batch as one attempt works on it; `claimId` tells attempts apart, so that a lost one cannot act any more. */
export interface BatchClaim extends CampaignRunRef {
  readonly batch: number;
  readonly claimId: string;
}

/** A message this attempt has claimed. */
export interface ClaimedMessage {
  readonly id: string;
  readonly contact_id: string;
  readonly phone_e164: string;
}

/** What a campaign says at the moment of calling. */
export interface CallTerms {
  readonly status: string;
  readonly expires_at: string | null;
  readonly rate_limit_per_second: number | null;
  readonly quiet_hours_start: string | null;
  readonly quiet_hours_end: string | null;
  readonly time_zone: string | null;
  readonly workspace_time_zone: string;
  readonly frequency_cap: FrequencyCap | null;
  readonly workspace_frequency_cap: FrequencyCap | null;
  readonly content: string;
  readonly cancel_requested: boolean;
  /** Whether the run was begun through a simulator: its report says so to its end. */
  readonly simulated: boolean;
  readonly sender: CallingSender | null;
  /** Of campaign and sender, as far as they exist. */
  readonly paces: readonly PaceRow[];
}

/** The sender a run goes out from. */
export interface CallingSender {
  readonly sender_id: string;
  readonly phone_e164: string;
  readonly account_sid: string;
  readonly auth_token_sealed: string;
  readonly base_url: string;
  readonly rate_per_second: number;
  readonly burst: number;
  readonly simulated: boolean;
}

/** Takes over what an attempt that is gone left in the batch: its claims are planned again, its open calls unconfirmed. */
export async function takeOverBatch(
  db: Db,
  claim: BatchClaim,
  { at, settleMs }: { at: string; settleMs: number },
): Promise<void> {
  await run(
    db,
    sql`update messaging_messages set
          status = case status when 'claimed' then 'planned' else 'unconfirmed' end,
          not_before = case status when 'claimed' then not_before else called_at + ${settleMs} * interval '1 millisecond' end,
          claim_id = null, updated_at = ${at}
        where ${inBatch(claim)} and status in ('claimed', 'calling') and claim_id <> ${claim.claimId}`,
  );
}

/** Claims what is due in the batch and answers it in order of position. */
export async function claimBatch(db: Db, claim: BatchClaim, at: string): Promise<readonly ClaimedMessage[]> {
  const claimed = await select<ClaimedMessage & { readonly position: number }>(
    db,
    sql`update messaging_messages set status = 'claimed', claim_id = ${claim.claimId}, claimed_at = ${at}, updated_at = ${at}
        where ${inBatch(claim)} and status = 'planned' and (not_before is null or not_before <= ${at})
        returning id, contact_id, phone_e164, position`,
  );
  return claimed.toSorted((a, b) => a.position - b.position);
}

/** How many messages of the batch the run still has to do with. */
export async function pendingInBatch(db: Db, batch: Omit<BatchClaim, 'claimId'>): Promise<number> {
  const found = await selectOne<{ pending: number }>(
    db,
    sql`select count(*)::int as pending from messaging_messages
        where ${inBatch(batch)} and status in ('planned', 'claimed', 'calling', 'unconfirmed')`,
  );
  return found?.pending ?? 0;
}

/** Gives back what is claimed and was not called. */
export async function unclaim(db: Db, claim: BatchClaim, at: string): Promise<void> {
  await run(
    db,
    sql`update messaging_messages set status = 'planned', claim_id = null, updated_at = ${at}
        where ${inBatch(claim)} and status = 'claimed' and claim_id = ${claim.claimId}`,
  );
}

/**
 * The campaign, its sender and their paces as they are now, locked in this order until the transaction ends. A pause, cancel or
 * change commits before this read or after the calls it allows; everybody's calls pass the paces.
 */
export async function callTerms(db: Db, ref: CampaignRunRef): Promise<CallTerms | undefined> {
  return await selectOne<CallTerms>(
    db,
    sql`with terms as materialized (
          select c.status, c.expires_at, c.rate_limit_per_second, c.time_zone, w.time_zone as workspace_time_zone,
                 coalesce(c.quiet_hours_start, w.settings #>> '{default_quiet_hours,start}') as quiet_hours_start,
                 coalesce(c.quiet_hours_end, w.settings #>> '{default_quiet_hours,end}') as quiet_hours_end,
                 c.frequency_cap, w.settings -> 'frequency_cap' as workspace_frequency_cap, r.content, r.simulated,
                 coalesce(j.cancel_requested_at is not null, false) as cancel_requested,
                 s.sender_id, case when s.sender_id is null then null else jsonb_build_object(
                   'sender_id', s.sender_id, 'phone_e164', s.phone_e164, 'account_sid', s.account_sid,
                   'auth_token_sealed', s.auth_token_sealed, 'base_url', s.base_url,
                   'rate_per_second', s.rate_per_second, 'burst', s.burst,
                   'simulated', s.simulated) end as sender
          from messaging_campaigns c
          join workspaces w on w.id = c.workspace_id
          join messaging_campaign_runs r on r.workspace_id = c.workspace_id and r.campaign_id = c.id and r.run = ${ref.run}
          left join jobs j on j.workspace_id = r.workspace_id and j.id = r.job_id
          left join messaging_senders s on s.workspace_id = r.workspace_id and s.sender_id = r.sender_id
          where c.workspace_id = ${ref.workspaceId} and c.id = ${ref.campaignId} and c.run = ${ref.run}
          for share of c),
        paces as materialized (
          select subject, tokens, refilled_at, grants from messaging_send_paces
          where workspace_id = ${ref.workspaceId}
            and subject = any (array[${paceOfCampaign(ref.campaignId)}, (select ${paceOfSender('')} || sender_id from terms where status = 'running')])
          order by subject for update)
        select terms.*, coalesce((select jsonb_agg(to_jsonb(paces)) from paces), '[]') as paces from terms`,
  );
}

/** Whose pace a campaign's own limit is. */
export function paceOfCampaign(campaignId: string): string {
  return `campaign:${campaignId}`;
}

/** Whose pace a sender's limit is, over all campaigns. */
export function paceOfSender(senderId: string): string {
  return `sender:${senderId}`;
}

/** A recipient as they are now. */
export interface RecipientRow {
  readonly id: string;
  readonly consent_state: ConsentState;
  readonly attributes: Record<string, unknown>;
  readonly time_zone: string | null;
  /** The ledger's entry in force; null of a contact that has none. */
  readonly consent_id: string | null;
  readonly review_opened_at: string | null;
}

/**
 * Recipients, locked in order of id until the transaction ends. The STOP handler takes the same lock: a STOP commits before
 * this reads, or after the calls it allows have been decided.
 */
export async function lockRecipients(
  db: Db,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<RecipientRow[]> {
  if (contactIds.length === 0) return [];
  return await select<RecipientRow>(
    db,
    sql`select c.id, c.consent_state, c.attributes, c.time_zone, c.consent_id, c.review_opened_at
        from messaging_contacts c
        where c.workspace_id = ${workspaceId} and c.id in ${contactIds} order by c.id for update of c`,
  );
}

/**
 * When messages to some contacts began within the days of any cap, by contact; failed ones left out. Asked after `lockRecipients`,
 * in a statement of its own: only then does it see what another campaign began before it let the lock go.
 */
export async function recentMessages(
  db: Db,
  workspaceId: string,
  asked: { readonly caps: readonly FrequencyCap[]; readonly contacts: readonly { id: string }[]; readonly at: Date },
): Promise<ReadonlyMap<string, readonly Date[]>> {
  if (asked.caps.length === 0 || asked.contacts.length === 0) return new Map();
  const since = new Date(Math.min(...asked.caps.map((cap) => capWindowStart(cap, asked.at).getTime()))).toISOString();
  const rows = await select<{ contact_id: string; called_at: string }>(
    db,
    sql`select contact_id, called_at from messaging_messages
        where workspace_id = ${workspaceId} and contact_id = any (${arrayOf(asked.contacts.map(({ id }) => id))}::uuid[])
          and called_at > ${since}
          and status in ('calling', 'unconfirmed', 'held', 'accepted', 'queued', 'sending', 'sent', 'delivered', 'read')`,
  );
  const byContact = new Map<string, Date[]>();
  for (const { contact_id, called_at } of rows) {
    const begun = byContact.get(contact_id) ?? [];
    byContact.set(contact_id, begun);
    begun.push(new Date(called_at));
  }
  return byContact;
}

/** What was decided about one claimed message. */
export interface DecisionRow {
  readonly id: string;
  readonly status: 'calling' | 'planned' | 'excluded' | 'expired';
  readonly reason: string | null;
  readonly not_before: string | null;
  readonly body: string | null;
  readonly parts: number | null;
  readonly encoding: string | null;
  /** The ledger's entry that it was decided under. */
  readonly consent_id: string | null;
}

/**
 * Writes decisions, but only about messages this attempt still holds, and the paces they used.
 *
 * @returns the ids whose calls may begin once this has committed
 */
export async function writeDecisions(
  db: Db,
  claim: BatchClaim,
  made: { readonly rows: readonly DecisionRow[]; readonly paces: readonly Pace[]; readonly at: string },
): Promise<ReadonlySet<string>> {
  if (made.rows.length === 0 && made.paces.length === 0) return new Set();
  const column = (valueOf: (row: DecisionRow) => string | number | null) => arrayOf(made.rows.map(valueOf));
  const written = await select<{ id: string; status: string }>(
    db,
    sql`with paced as (${pacesUpdate(claim.workspaceId, made.paces)})
        update messaging_messages m set status = d.status, reason = d.reason, not_before = d.not_before, body = coalesce(d.body, m.body),
          parts = coalesce(d.parts, m.parts), encoding = coalesce(d.encoding, m.encoding),
          consent_id = d.consent_id, updated_at = ${made.at},
          calls = m.calls + case d.status when 'calling' then 1 else 0 end,
          called_at = case d.status when 'calling' then ${made.at}::timestamptz else m.called_at end
        from unnest(${column((row) => row.id)}::uuid[], ${column((row) => row.status)}::text[], ${column((row) => row.reason)}::text[],
            ${column((row) => row.not_before)}::timestamptz[], ${column((row) => row.body)}::text[], ${column((row) => row.parts)}::int[],
            ${column((row) => row.encoding)}::text[], ${column((row) => row.consent_id)}::uuid[])
          as d(id, status, reason, not_before, body, parts, encoding, consent_id)
        where m.workspace_id = ${claim.workspaceId} and m.id = d.id and m.status = 'claimed' and m.claim_id = ${claim.claimId}
        returning m.id, m.status`,
  );
  return new Set(written.filter(({ status }) => status === 'calling').map(({ id }) => id));
}

function inBatch({ workspaceId, campaignId, run: runNumber, batch }: Omit<BatchClaim, 'claimId'>) {
  const first = batch * batchSize + 1;
  return sql`workspace_id = ${workspaceId} and campaign_id = ${campaignId} and run = ${runNumber}
    and position >= ${first} and position < ${first + batchSize}`;
}
