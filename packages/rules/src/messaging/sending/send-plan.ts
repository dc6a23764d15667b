import type { ConsentState } from '../consent/consent.ts';
import { countSms } from '../sms/sms-parts.ts';
import { fillTemplate } from '../sms/template-text.ts';
import { isQuiet, nextOpen, type QuietHours } from './quiet-hours.ts';

/** What a recipient's row says at the moment of sending; null when the contact is gone. */
export interface Recipient {
  readonly consent: ConsentState;
  /** Since when a free-text answer that may mean stop awaits a person's judgement; null when none does. */
  readonly reviewOpenedAt: Date | null;
  /** Whether they have had as many messages as a frequency cap allows; see isCapped. */
  readonly isFrequencyCapped: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Every zone the recipient may be in; see zonesFor. */
  readonly zones: readonly string[];
}

/** What a campaign sends, and when it may. */
export interface SendTerms {
  readonly content: string;
  readonly quiet: QuietHours | null;
  readonly expiresAt: Date | null;
}

/** Why a recipient is left out. */
export type ExclusionReason =
  | 'contact_deleted'
  | 'stopped'
  | 'consent_missing'
  | 'opt_out_review'
  | 'frequency_capped'
  | 'missing_variable'
  | 'empty_text'
  | 'text_too_long';

/** What becomes of one recipient now. */
export type SendDecision =
  | { readonly kind: 'send'; readonly text: string; readonly parts: number; readonly encoding: 'GSM-7' | 'UCS-2' }
  | { readonly kind: 'exclude'; readonly reason: ExclusionReason }
  | { readonly kind: 'hold'; readonly reason: 'opt_out_review'; readonly until: Date }
  | { readonly kind: 'expire'; readonly reason: 'campaign_expired' | 'quiet_until_expiry' }
  | { readonly kind: 'wait'; readonly until: Date };

/** How long a message waits for a person to judge an answer that may mean stop; after that it is left out. */
export const reviewHoldMs = 72 * 3_600_000;

/** Twilio refuses longer bodies (error 21617). */
const textLengthMax = 1600;

/**
 * Decides one recipient's message at `at`: consent first, then what the message says, then the clock, and last how many they
 * have had, which only counts for a message that would begin now.
 */
export function decideSend(recipient: Recipient | null, terms: SendTerms, at: Date): SendDecision {
  const refusal = consentRefusal(recipient);
  if (recipient === null || refusal !== null) return { kind: 'exclude', reason: refusal ?? 'contact_deleted' };
  if (terms.expiresAt !== null && at >= terms.expiresAt) return { kind: 'expire', reason: 'campaign_expired' };
  if (recipient.reviewOpenedAt !== null) return decideHold(recipient.reviewOpenedAt, terms.expiresAt, at);

  const { text, missing } = fillTemplate(terms.content, recipient.attributes);
  if (missing.length > 0) return { kind: 'exclude', reason: 'missing_variable' };
  if (text.trim() === '') return { kind: 'exclude', reason: 'empty_text' };
  const { normalised, parts, encoding } = countSms(text);
  if (normalised.length > textLengthMax) return { kind: 'exclude', reason: 'text_too_long' };

  if (terms.quiet === null || !isQuiet(at, terms.quiet, recipient.zones)) {
    if (recipient.isFrequencyCapped) return { kind: 'exclude', reason: 'frequency_capped' };
    return { kind: 'send', text: normalised, parts, encoding };
  }
  const until = nextOpen(at, terms.quiet, recipient.zones, terms.expiresAt);
  return until === null ? { kind: 'expire', reason: 'quiet_until_expiry' } : { kind: 'wait', until };
}

/** Why consent alone forbids the message; null when it does not. */
export function consentRefusal(recipient: { readonly consent: ConsentState } | null): ExclusionReason | null {
  if (recipient === null) return 'contact_deleted';
  switch (recipient.consent) {
    case 'STOP':
      return 'stopped';
    case 'OPT_OUT':
      return 'consent_missing';
    case 'OPT_IN':
      return null;
  }
}

function decideHold(openedAt: Date, expiresAt: Date | null, at: Date): SendDecision {
  const endsMs = openedAt.getTime() + reviewHoldMs;
  if (at.getTime() >= endsMs) return { kind: 'exclude', reason: 'opt_out_review' };
  return { kind: 'hold', reason: 'opt_out_review', until: new Date(Math.min(endsMs, expiresAt?.getTime() ?? endsMs)) };
}
