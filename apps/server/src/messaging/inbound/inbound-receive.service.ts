import { inboundEvents } from '@marquee/api/messaging/inbound.contract';
import { optOutReviewEvents } from '@marquee/api/messaging/opt-out-reviews.contract';
import { decideConsent, type ConsentState } from '@marquee/rules/messaging/consent/consent';
import { keywordOf, looksLikeStop, type ConsentKeyword } from '@marquee/rules/messaging/consent/consent-keywords';
import type { Inside } from '../../kernel/context.ts';
import type { KeyedHash } from '../../lib/crypto/keyed-hash.ts';
import { recordConsent, standingConsent } from '../contacts/consents.store.ts';
import { lockContact, lockNumber, noteMessageReceived } from '../contacts/contacts.store.ts';
import { hasKeywordSince, insertInbound } from './inbound.store.ts';
import { openReview } from './opt-out-reviews.store.ts';
import { stateOf } from '../sending/send-stop.ts';
import { settleReviews, type Settling } from './settle-reviews.ts';

/** What a carrier delivers to one of our numbers. */
export interface Received {
  readonly sid: string;
  /** SMS when absent. */
  readonly channel?: 'sms' | 'whatsapp';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** The carrier's own word on what the message asks for; it has answered the person then. */
  readonly optOutType: ConsentKeyword | null;
  /** When the carrier took it, if we learn of it late; absent when it is told as it comes. */
  readonly keptAt?: Date;
}

/** What taking a message needs of its transaction. */
export type Receiving = Settling & Pick<Inside, 'newId'>;

const bodyCharsMax = 10_000;

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
export async function receiveMessage(ctx: Receiving, received: Received, hashPhone: KeyedHash): Promise<string | null> {
  const { db, caller, now, newId } = ctx;
  const { workspaceId } = caller;
  const at = (received.keptAt ?? now()).toISOString();
  // No Postgres text holds U+0000, and what somebody said must not be lost for it.
  const body = received.body.replaceAll('\u0000', '').slice(0, bodyCharsMax);
  const keyword = received.optOutType ?? keywordOf(body);
  const contact = await (keyword === 'stop' ? lockNumber : lockContact)(db, workspaceId, received.from);
  const id = newId();
  const { sid: message_sid, channel = 'sms', from: from_phone, to: to_phone } = received;
  const isNew = await insertInbound(db, workspaceId, {
    ...{
      id,
      message_sid,
      channel,
      from_phone,
      to_phone,
      body,
      keyword,
      contact_id: contact?.id ?? null,
      received_at: at,
    },
  });
  if (!isNew) return null;
  if (contact !== undefined) await noteMessageReceived(db, workspaceId, { contactId: contact.id, at });
  await ctx.emit(inboundEvents.received, { inbound_id: id, keyword });

  const changed = await obey(ctx, { keyword, contact, phoneHmac: hashPhone(received.from), received });
  // Who has stopped is held already.
  if (contact !== undefined && contact.consent_state !== 'STOP' && keyword === null && looksLikeStop(body)) {
    const review = { id: newId(), contactId: contact.id, inboundId: id, at };
    await openReview(db, workspaceId, review);
    await ctx.emit(optOutReviewEvents.opened, { review_id: review.id, contact_id: contact.id });
  }
  const isDue = keyword === 'help' || changed;
  return keyword !== null && isDue && received.optOutType === null ? replies[keyword] : null;
}

interface Asked {
  readonly keyword: ConsentKeyword | null;
  readonly contact: { readonly id: string; readonly consent_state: ConsentState } | undefined;
  readonly phoneHmac: string;
  readonly received: Received;
}

/** Does what a keyword asks for; true when it changed the person's consent. */
async function obey(ctx: Receiving, { keyword, contact, phoneHmac, received }: Asked): Promise<boolean> {
  if (keyword !== 'stop' && keyword !== 'start') return false;
  // Whoever recorded consent since a STOP that is learned late did not know of it: only the person's own later word overtakes it.
  if (received.keptAt !== undefined && (await hasSpokenSince(ctx, received.from, received.keptAt))) return false;
  const { db, caller, now, newId } = ctx;
  const { workspaceId } = caller;
  const at = now().toISOString();
  const state = keyword === 'stop' ? 'STOP' : 'OPT_IN';
  const current = await standingConsent(db, { workspaceId, phoneHmac, asked: state, ...stateOf(contact) });
  const isAllowed = decideConsent(current, { state, source: 'keyword' }).allowed;
  if (isAllowed) {
    await recordConsent(db, {
      ...{ id: newId(), workspaceId, contactId: contact?.id ?? null, phoneHmac, state, source: 'keyword' },
      ...{ evidence: { message_sid: received.sid, channel: received.channel ?? 'sms' }, at },
    });
  }
  // Their own plain word settles what was unclear, whether or not it changes their consent.
  const status = keyword === 'stop' ? 'stopped' : 'released';
  if (contact !== undefined) await settleReviews(ctx, { contactId: contact.id, status, by: 'keyword' });
  return isAllowed && current?.state !== state;
}

/** Carriers tell the second only: within the same one, nothing counts as later. */
async function hasSpokenSince({ db, caller }: Receiving, from: string, keptAt: Date): Promise<boolean> {
  const since = new Date(keptAt.getTime() + 1000).toISOString();
  return await hasKeywordSince(db, caller.workspaceId, { from, since });
}
