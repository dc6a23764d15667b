import type { ConsentState } from '../consent/consent.ts';
import { isQuiet, nextOpen, type QuietHours } from '../sending/quiet-hours.ts';
import { reviewHoldMs } from '../sending/send-plan.ts';
import { whatsappRefusal } from './whatsapp-window.ts';

/** One WhatsApp message and what is known at the moment of sending it. */
export interface WhatsappMoment {
  /** A reply confirms a keyword, whatever the consent has become by it. */
  readonly kind: 'template' | 'text' | 'reply';
  /** Whether the template advertises: only that counts towards frequency caps. */
  readonly isMarketing: boolean;
  /** Whether Meta lets the template go as it stands now; true for anything else. */
  readonly isTemplateApproved: boolean;
  /** Undefined for a number that is no contact. */
  readonly consent: ConsentState | undefined;
  /** When the recipient last wrote to this sender; null when never. */
  readonly lastInboundAt: Date | null;
  /** Since when a free-text answer that may mean stop awaits a person's judgement; null when none does. */
  readonly reviewOpenedAt: Date | null;
  readonly isFrequencyCapped: boolean;
  readonly quiet: QuietHours | null;
  /** Every zone the recipient may be in; see zonesFor. */
  readonly zones: readonly string[];
  readonly expiresAt: Date;
}

/** What becomes of a WhatsApp message now. */
export type WhatsappDecision =
  | { readonly kind: 'send' }
  | {
      readonly kind: 'exclude';
      readonly reason:
        | 'stopped'
        | 'consent_missing'
        | 'window_closed'
        | 'template_not_approved'
        | 'opt_out_review'
        | 'frequency_capped';
    }
  | { readonly kind: 'expire'; readonly reason: 'message_expired' | 'quiet_until_expiry' }
  | { readonly kind: 'wait'; readonly reason: 'opt_out_review' | 'quiet_hours'; readonly until: Date };

/**
 * Decides one WhatsApp message at `at`: consent and window first, then what Meta thinks of the template, then the clock. Quiet
 * hours and caps are for templates: free text answers somebody who is writing right now.
 */
export function decideWhatsappSend(moment: WhatsappMoment, at: Date): WhatsappDecision {
  const { kind, consent, lastInboundAt, expiresAt, reviewOpenedAt } = moment;
  if (at >= expiresAt) return { kind: 'expire', reason: 'message_expired' };
  // The window alone counts for a confirmation: it goes once, to whoever has just written.
  const asked = kind === 'reply' ? { kind: 'text' as const, consent: undefined } : { kind, consent };
  const refusal = whatsappRefusal({ ...asked, lastInboundAt, at });
  if (refusal !== null)
    return { kind: 'exclude', reason: consent === 'STOP' && kind !== 'reply' ? 'stopped' : refusal };
  if (kind === 'reply') return { kind: 'send' };
  if (!moment.isTemplateApproved) return { kind: 'exclude', reason: 'template_not_approved' };
  if (reviewOpenedAt !== null) {
    const endsMs = reviewOpenedAt.getTime() + reviewHoldMs;
    if (at.getTime() >= endsMs) return { kind: 'exclude', reason: 'opt_out_review' };
    return { kind: 'wait', reason: 'opt_out_review', until: new Date(Math.min(endsMs, expiresAt.getTime())) };
  }
  return kind === 'text' ? { kind: 'send' } : decideTemplate(moment, at);
}

function decideTemplate(
  { quiet, zones, expiresAt, isMarketing, isFrequencyCapped }: WhatsappMoment,
  at: Date,
): WhatsappDecision {
  if (quiet !== null && isQuiet(at, quiet, zones)) {
    const until = nextOpen(at, quiet, zones, expiresAt);
    return until === null
      ? { kind: 'expire', reason: 'quiet_until_expiry' }
      : { kind: 'wait', reason: 'quiet_hours', until };
  }
  return isMarketing && isFrequencyCapped ? { kind: 'exclude', reason: 'frequency_capped' } : { kind: 'send' };
}
