import { isCapped } from '@marquee/rules/messaging/sending/frequency-cap';
import { decideWhatsappSend, type WhatsappDecision } from '@marquee/rules/messaging/whatsapp/whatsapp-send';
import { zonesFor } from '@marquee/rules/messaging/zones/recipient-zone';
import type { Db } from '../../database/database.ts';
import { lastWhatsappAt } from '../inbound/inbound.store.ts';
import { recentMessages } from '../sending/send-chunk.store.ts';
import { completePaces } from '../sending/send-pace.store.ts';
import { grantRoom, limitOfSender } from '../sending/send-room.ts';
import type { WhatsappDeps } from './whatsapp-deps.ts';
import {
  lockWhatsappRecipient,
  writeWhatsappStep,
  type WhatsappRecipient,
  type WhatsappSendRow,
  type WhatsappStep,
} from './whatsapp-messages.store.ts';
import { whatsappSenderById, type WhatsappSender } from './whatsapp-numbers.store.ts';

/** A call that may begin once the transaction has committed. */
export interface WhatsappCall {
  readonly kind: 'call';
  readonly row: WhatsappSendRow;
  readonly sender: WhatsappSender;
  readonly grant: { readonly id: string; readonly paces: readonly string[] };
}

/** What becomes of a planned message now. */
export type WhatsappBeginning =
  | WhatsappCall
  | { readonly kind: 'wait'; readonly ms: number }
  /** It has ended without a call. */
  | { readonly kind: 'ended' };

interface Beginning {
  readonly workspaceId: string;
  readonly row: WhatsappSendRow;
}

/** At most this long asleep: a clock set wrong, quiet hours changed or a template approved meanwhile are then noticed. */
const waitMsMax = 15 * 60_000;

/**
 * The update that lets a call begin, `planned → calling`: it reads consent, review, window, zone and the sender's pace again under
 * the locks that a STOP and other sends take, in the order that they take them (paces, contact, message).
 */
export async function beginWhatsappCall(deps: WhatsappDeps, db: Db, begun: Beginning): Promise<WhatsappBeginning> {
  const { workspaceId, row } = begun;
  const now = deps.now();
  const at = now.toISOString();
  const claimId = deps.newId();
  const nothing = { reason: null, notBefore: null, consentId: null, claimId, at, paces: [] };
  const write = async (step: WhatsappStep): Promise<boolean> =>
    await writeWhatsappStep(db, workspaceId, { id: row.id, step });
  if (row.cancel_requested) {
    await write({ ...nothing, status: 'canceled', reason: 'cancelled' });
    return { kind: 'ended' };
  }
  const heldMs = row.not_before === null || row.reason !== null ? 0 : Date.parse(row.not_before) - now.getTime();
  if (heldMs > 0 && at < row.expires_at) return { kind: 'wait', ms: heldMs };
  const sender = await whatsappSenderById(db, workspaceId, row.sender_id);
  const refusal = senderRefusal(sender, row, deps.simulatorPermitted);
  if (sender === undefined || refusal !== null) {
    await write({ ...nothing, status: 'excluded', reason: refusal ?? 'sender_gone' });
    return { kind: 'ended' };
  }
  const limit = limitOfSender(sender);
  const paces = await completePaces(db, workspaceId, { subjects: [limit], locked: [], at });
  const recipient = await lockWhatsappRecipient(db, workspaceId, row.phone_e164);
  const decision = await decide(db, { ...begun, recipient, sender, now });
  const decided = { ...nothing, consentId: recipient?.consent_id ?? null };
  if (decision.kind !== 'send') return await put(write, { decided, decision, now });
  const granted = grantRoom({ limits: [limit], paces, wanted: 1, nowMs: now.getTime(), grantId: claimId });
  if (granted.count === 0) return { kind: 'wait', ms: granted.waitMs };
  const isWritten = await write({ ...decided, status: 'calling', paces: granted.paces });
  return isWritten
    ? { kind: 'call', row, sender, grant: { id: claimId, paces: [limit.subject] } }
    : { kind: 'wait', ms: 1 };
}

function senderRefusal(
  sender: WhatsappSender | undefined,
  row: WhatsappSendRow,
  simulatorPermitted: boolean,
): string | null {
  if (sender === undefined) return 'sender_gone';
  if (sender.simulated && !simulatorPermitted) return 'simulator_not_permitted';
  // A message that was promised to a person does not go to a simulator, nor the other way round.
  return sender.simulated === row.simulated ? null : 'sender_changed';
}

interface Deciding extends Beginning {
  readonly recipient: WhatsappRecipient | undefined;
  readonly sender: WhatsappSender;
  readonly now: Date;
}

async function decide(db: Db, { workspaceId, row, recipient, sender, now }: Deciding): Promise<WhatsappDecision> {
  const caps = row.frequency_cap === null ? [] : [row.frequency_cap];
  const contacts = recipient === undefined ? [] : [recipient];
  const recent = await recentMessages(db, workspaceId, { caps, contacts, at: now });
  const { quiet_hours_start: start, quiet_hours_end: end, phone_e164: phone } = row;
  const where = { contactZone: recipient?.time_zone ?? null, phone, campaignZone: null };
  return decideWhatsappSend(
    {
      kind: row.kind,
      isMarketing: row.category === 'MARKETING',
      isTemplateApproved: row.kind !== 'template' || row.template_status === 'approved',
      consent: recipient?.consent_state,
      lastInboundAt: await lastWhatsappAt(db, workspaceId, { from: phone, to: sender.phone_e164 }),
      reviewOpenedAt: dateOf(recipient?.review_opened_at ?? null),
      isFrequencyCapped: isCapped(caps, recent.get(recipient?.id ?? '') ?? [], now),
      quiet: start === null || end === null ? null : { start, end },
      zones: zonesFor({ ...where, workspaceZone: row.workspace_time_zone }),
      expiresAt: new Date(row.expires_at),
    },
    now,
  );
}

interface Putting {
  readonly decided: Omit<WhatsappStep, 'status'>;
  readonly decision: Exclude<WhatsappDecision, { readonly kind: 'send' }>;
  readonly now: Date;
}

async function put(
  write: (step: WhatsappStep) => Promise<boolean>,
  { decided, decision, now }: Putting,
): Promise<WhatsappBeginning> {
  const { reason } = decision;
  switch (decision.kind) {
    case 'exclude':
      await write({ ...decided, status: 'excluded', reason });
      return { kind: 'ended' };
    case 'expire':
      await write({ ...decided, status: 'expired', reason });
      return { kind: 'ended' };
    case 'wait': {
      await write({ ...decided, status: 'planned', reason, notBefore: decision.until.toISOString() });
      return { kind: 'wait', ms: Math.min(waitMsMax, Math.max(1, decision.until.getTime() - now.getTime())) };
    }
  }
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
