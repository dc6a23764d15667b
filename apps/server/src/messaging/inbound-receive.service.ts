import { inboundEvents } from '@marquee/api/messaging/inbound.contract';
import { decideConsent, type ConsentState } from '@marquee/rules/messaging/consent';
import { keywordOf, looksLikeStop, type ConsentKeyword } from '@marquee/rules/messaging/consent-keywords';
import type { Inside } from '../kernel/context.ts';
import type { KeyedHash } from '../lib/keyed-hash.ts';
import { recordConsent, standingConsent } from './consents.store.ts';
import { lockContact, noteMessageReceived } from './contacts.store.ts';
import { closeReviews, insertInbound, openReview } from './inbound.store.ts';
import { stateOf } from './send-stop.ts';

/** What a carrier delivers to one of our numbers. */
export interface Received {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** The carrier's own word on what the message asks for; it has answered the person then. */
  readonly optOutType: ConsentKeyword | null;
}

const replies: Readonly<Record<ConsentKeyword, string>> = {
  stop: 'You have been unsubscribed and will receive no more messages. Reply START to subscribe again.',
  start: 'You are subscribed again. Reply HELP for help, STOP to unsubscribe.',
  help: 'Reply STOP to unsubscribe. Message and data rates may apply.',
};

/**
 * Takes an inbound message. A STOP takes the lock that sends take: no call begins whose update commits after it.
 *
 * @returns the one reply that may go out whatever the consent says; null for none
 */
export async function receiveMessage(ctx: Inside, received: Received, hashPhone: KeyedHash): Promise<string | null> {
  const { db, caller, now, newId } = ctx;
  const { workspaceId } = caller;
  const at = now().toISOString();
  const keyword = received.optOutType ?? keywordOf(received.body);
  const contact = await lockContact(db, workspaceId, received.from);
  const id = newId();
  const { sid: message_sid, from: from_phone, to: to_phone, body } = received;
  const isNew = await insertInbound(db, workspaceId, {
    ...{ id, message_sid, from_phone, to_phone, body, keyword, contact_id: contact?.id ?? null, received_at: at },
  });
  if (!isNew) return null;
  if (contact !== undefined) await noteMessageReceived(db, workspaceId, { contactId: contact.id, at });
  await ctx.emit(inboundEvents.received, { inbound_id: id, keyword });

  const contactId = contact?.id ?? null;
  const changed = await obey(ctx, { keyword, contact, phoneHmac: hashPhone(received.from), sid: received.sid });
  if (contactId !== null && keyword === null && looksLikeStop(body))
    await openReview(db, workspaceId, { id: newId(), contactId, inboundId: id, at });
  const isDue = keyword === 'help' || changed;
  return keyword !== null && isDue && received.optOutType === null ? replies[keyword] : null;
}

interface Asked {
  readonly keyword: ConsentKeyword | null;
  readonly contact: { readonly id: string; readonly consent_state: ConsentState } | undefined;
  readonly phoneHmac: string;
  readonly sid: string;
}

/** Does what a keyword asks for; true when it changed the person's consent. */
async function obey(ctx: Inside, { keyword, contact, phoneHmac, sid }: Asked): Promise<boolean> {
  if (keyword !== 'stop' && keyword !== 'start') return false;
  const { db, caller, now, newId } = ctx;
  const { workspaceId } = caller;
  const at = now().toISOString();
  const state = keyword === 'stop' ? 'STOP' : 'OPT_IN';
  const current = await standingConsent(db, { workspaceId, phoneHmac, asked: state, ...stateOf(contact) });
  if (contact !== undefined)
    await closeReviews(db, workspaceId, {
      contactId: contact.id,
      status: keyword === 'stop' ? 'stopped' : 'released',
      at,
    });
  if (!decideConsent(current, { state, source: 'keyword' }).allowed) return false;
  await recordConsent(db, {
    ...{
      id: newId(),
      workspaceId,
      contactId: contact?.id ?? null,
      phoneHmac,
      state,
      source: 'keyword',
      evidence: { message_sid: sid },
      at,
    },
  });
  return current?.state !== state;
}
