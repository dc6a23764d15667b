import type { ConsentState } from '@marquee/rules/messaging/consent/consent';
import type { FrequencyCap } from '@marquee/rules/messaging/sending/frequency-cap';
import { sql } from 'drizzle-orm';
import type { WhatsappMessage } from '@marquee/api/messaging/whatsapp-messages.contract';
import type { Db } from '../../database/database.ts';
import { run, select, selectOne } from '../../database/sql.ts';
import type { ShouldRun } from '../../kernel/jobs/reconciler.ts';
import { pacesUpdate, type Pace } from '../sending/send-pace.store.ts';

/** A message about to be planned. */
export interface NewWhatsappSend {
  readonly id: string;
  readonly senderId: string;
  readonly kind: 'template' | 'text' | 'reply';
  readonly contactId: string | null;
  readonly phone: string;
  readonly body: string;
  readonly template: {
    readonly id: string;
    readonly name: string;
    readonly language: string;
    readonly category: string;
    readonly headerValue: string | null;
    readonly bodyValues: readonly string[];
  } | null;
  readonly simulated: boolean;
  /** Null for a reply: nobody waits for it. */
  readonly jobId: string | null;
  readonly expiresAt: string;
  readonly at: string;
}

/** Plans a message: its row among all messages, and what it is. */
export async function insertWhatsappSend(db: Db, workspaceId: string, send: NewWhatsappSend): Promise<void> {
  const { template } = send;
  await run(
    db,
    sql`insert into messaging_messages (workspace_id, id, channel, contact_id, phone_e164, sender_id, status, body, created_at, updated_at)
        values (${workspaceId}, ${send.id}, 'whatsapp', ${send.contactId}, ${send.phone}, ${send.senderId}, 'planned', ${send.body}, ${send.at}, ${send.at})`,
  );
  await run(
    db,
    sql`insert into messaging_whatsapp_sends (workspace_id, message_id, kind, template_id, template_name, language, category, header_value,
          body_values, simulated, job_id, expires_at)
        values (${workspaceId}, ${send.id}, ${send.kind}, ${template?.id ?? null}, ${template?.name ?? null}, ${template?.language ?? null},
          ${template?.category ?? null}, ${template?.headerValue ?? null}, ${JSON.stringify(template?.bodyValues ?? [])}::jsonb,
          ${send.simulated}, ${send.jobId}, ${send.expiresAt})`,
  );
}

/** A message as it was asked for and as it stands. */
export async function whatsappMessageById(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<WhatsappMessage | undefined> {
  return await selectOne<WhatsappMessage>(
    db,
    sql`select m.id, w.job_id, m.sender_id, w.kind as message_type, w.template_name, m.contact_id, m.phone_e164 as recipient_phone, m.status,
               m.reason, m.provider_sid, m.error_code, m.body, w.simulated, m.created_at, m.updated_at
        from messaging_messages m join messaging_whatsapp_sends w on w.workspace_id = m.workspace_id and w.message_id = m.id
        where m.workspace_id = ${workspaceId} and m.id = ${id}`,
  );
}

/** A message on its way, and what decides about it that no lock is needed for. */
export interface WhatsappSendRow {
  readonly id: string;
  readonly kind: 'template' | 'text' | 'reply';
  readonly sender_id: string;
  readonly contact_id: string | null;
  readonly phone_e164: string;
  readonly status: string;
  readonly reason: string | null;
  readonly not_before: string | null;
  readonly called_at: string | null;
  readonly provider_sid: string | null;
  readonly body: string;
  readonly template_name: string | null;
  readonly language: string | null;
  readonly category: string | null;
  readonly header_value: string | null;
  readonly body_values: readonly string[];
  /** Null when it is no template, or one that is gone. */
  readonly template_status: string | null;
  readonly simulated: boolean;
  readonly job_id: string | null;
  readonly cancel_requested: boolean;
  readonly expires_at: string;
  readonly ended_at: string | null;
  readonly workspace_time_zone: string;
  readonly quiet_hours_start: string | null;
  readonly quiet_hours_end: string | null;
  readonly frequency_cap: FrequencyCap | null;
}

/** A message on its way, unlocked. */
export async function whatsappSend(db: Db, workspaceId: string, id: string): Promise<WhatsappSendRow | undefined> {
  return await selectOne<WhatsappSendRow>(
    db,
    sql`select m.id, w.kind, m.sender_id, m.contact_id, m.phone_e164, m.status, m.reason, m.not_before, m.called_at, m.provider_sid, m.body,
               w.template_name, w.language, w.category, w.header_value, w.body_values, t.status as template_status, w.simulated, w.job_id,
               coalesce(j.cancel_requested_at is not null, false) as cancel_requested, w.expires_at, w.ended_at,
               s.time_zone as workspace_time_zone, s.settings #>> '{default_quiet_hours,start}' as quiet_hours_start,
               s.settings #>> '{default_quiet_hours,end}' as quiet_hours_end, s.settings -> 'frequency_cap' as frequency_cap
        from messaging_messages m
        join messaging_whatsapp_sends w on w.workspace_id = m.workspace_id and w.message_id = m.id
        join workspaces s on s.id = m.workspace_id
        left join jobs j on j.workspace_id = w.workspace_id and j.id = w.job_id
        left join messaging_whatsapp_templates t on t.workspace_id = w.workspace_id and t.id = w.template_id
        where m.workspace_id = ${workspaceId} and m.id = ${id}`,
  );
}

/** A recipient at the moment of sending. */
export interface WhatsappRecipient {
  readonly id: string;
  readonly consent_state: ConsentState;
  readonly time_zone: string | null;
  readonly consent_id: string | null;
  readonly review_opened_at: string | null;
}

/** Whoever has a number by now, locked until the transaction ends: the lock that a STOP takes. */
export async function lockWhatsappRecipient(
  db: Db,
  workspaceId: string,
  phone: string,
): Promise<WhatsappRecipient | undefined> {
  return await selectOne<WhatsappRecipient>(
    db,
    sql`select id, consent_state, time_zone, consent_id, review_opened_at from messaging_contacts
        where workspace_id = ${workspaceId} and phone_e164 = ${phone} for update`,
  );
}

/** What was decided about a planned message. */
export interface WhatsappStep {
  readonly status: 'calling' | 'planned' | 'excluded' | 'expired' | 'canceled';
  readonly reason: string | null;
  readonly notBefore: string | null;
  readonly consentId: string | null;
  /** The attempt whose call it is. */
  readonly claimId: string;
  readonly at: string;
  /** Used up by a call. */
  readonly paces: readonly Pace[];
}

/** Writes a decision about a message that is still planned; false when it is not. A call may begin once this has committed. */
export async function writeWhatsappStep(
  db: Db,
  workspaceId: string,
  { id, step }: { readonly id: string; readonly step: WhatsappStep },
): Promise<boolean> {
  const { status, reason, notBefore, consentId, at } = step;
  const isCalling = status === 'calling';
  const written = await select(
    db,
    sql`with paced as (${pacesUpdate(workspaceId, step.paces)})
        update messaging_messages set status = ${status}, reason = ${reason}, not_before = ${notBefore},
          consent_id = coalesce(${consentId}::uuid, consent_id), updated_at = ${at},
          claim_id = case when ${isCalling} then ${step.claimId}::uuid else null end,
          calls = calls + case when ${isCalling} then 1 else 0 end,
          called_at = case when ${isCalling} then ${at}::timestamptz else called_at end
        where workspace_id = ${workspaceId} and id = ${id} and status = 'planned' returning id`,
  );
  return written.length > 0;
}

/** Notes that nobody knows what became of a call: its attempt is gone, or had no answer. */
export async function markUnconfirmed(
  db: Db,
  workspaceId: string,
  { id, until, at }: { readonly id: string; readonly until: string; readonly at: string },
): Promise<void> {
  await run(
    db,
    sql`update messaging_messages set status = 'unconfirmed', reason = 'no_answer_from_carrier', not_before = ${until}, claim_id = null, updated_at = ${at}
        where workspace_id = ${workspaceId} and id = ${id} and status = 'calling'`,
  );
}

/** Gives up waiting for news of a call: it is held, and a report that comes after all still moves it. */
export async function holdUnconfirmed(
  db: Db,
  workspaceId: string,
  { id, at }: { readonly id: string; readonly at: string },
): Promise<boolean> {
  const count = await run(
    db,
    sql`update messaging_messages set status = 'held', reason = 'unconfirmed', not_before = null, updated_at = ${at}
        where workspace_id = ${workspaceId} and id = ${id} and status = 'unconfirmed' and not_before <= ${at}::timestamptz`,
  );
  return count > 0;
}

/** A message whose token Meta refuses is not tried again: whoever asked for it is told. */
export async function failUnauthorised(
  db: Db,
  workspaceId: string,
  { id, at }: { readonly id: string; readonly at: string },
): Promise<void> {
  await run(
    db,
    sql`update messaging_messages set status = 'failed', reason = 'carrier_refused_credentials', claim_id = null, updated_at = ${at}
        where workspace_id = ${workspaceId} and id = ${id} and status in ('calling', 'unconfirmed')`,
  );
}

/** Notes that a message's workflow has nothing more to do; false when it was noted before. */
export async function endWhatsappSend(
  db: Db,
  workspaceId: string,
  { id, at }: { readonly id: string; readonly at: string },
): Promise<boolean> {
  const count = await run(
    db,
    sql`update messaging_whatsapp_sends set ended_at = ${at} where workspace_id = ${workspaceId} and message_id = ${id} and ended_at is null`,
  );
  return count > 0;
}

/** A contact's messages that wait for a review of what the person wrote. */
export async function waitingWhatsapp(db: Db, workspaceId: string, contactId: string): Promise<readonly string[]> {
  const rows = await select<{ id: string }>(
    db,
    sql`select id from messaging_messages
        where workspace_id = ${workspaceId} and contact_id = ${contactId} and channel = 'whatsapp' and status = 'planned'
          and reason = 'opt_out_review' order by id`,
  );
  return rows.map(({ id }) => id);
}

/** The workflow that carries a message. */
export function whatsappWorkflowIdOf(messageId: string): string {
  return `whatsapp:${messageId}`;
}

/** How the workflow of a message is started. */
export function whatsappStart({ workspaceId, id }: { readonly workspaceId: string; readonly id: string }) {
  return {
    workflow: 'sendWhatsappMessage',
    workflowId: whatsappWorkflowIdOf(id),
    args: [{ workspaceId, messageId: id }],
  };
}

/** Messages whose workflow still has something to do. */
export async function unfinishedWhatsapp(db: Db): Promise<readonly ShouldRun[]> {
  const rows = await select<{ workspace_id: string; message_id: string }>(
    db,
    sql`select workspace_id, message_id from messaging_whatsapp_sends where ended_at is null order by message_id`,
  );
  return rows.map(({ workspace_id: workspaceId, message_id: id }) => ({
    workspaceId,
    ...whatsappStart({ workspaceId, id }),
  }));
}
