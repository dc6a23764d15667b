import type { ConsentState } from '../consent/consent.ts';

const windowMs = 24 * 3_600_000;

/** A message that is about to be sent by WhatsApp, and what is known of its recipient. */
export interface WhatsappSend {
  readonly kind: 'template' | 'text';
  readonly consent: ConsentState | undefined;
  /** When the recipient last wrote to this sender; null when never. */
  readonly lastInboundAt: Date | null;
  readonly at: Date;
}

/** Why a message may not be sent by WhatsApp. */
export type WhatsappRefusal = 'consent_missing' | 'window_closed';

/** Until when free text may follow what somebody wrote, exclusively. */
export function whatsappWindowEnd(lastInboundAt: Date): Date {
  return new Date(lastInboundAt.getTime() + windowMs);
}

/**
 * Whether a message may go. Templates need consent; free text needs an inbound message of the last 24 hours, as Meta has it, and
 * no opt-out: to answer whoever wrote first is not advertising, but nobody who said STOP is written to.
 *
 * @returns null when it may
 */
export function whatsappRefusal({ kind, consent, lastInboundAt, at }: WhatsappSend): WhatsappRefusal | null {
  const isOut = consent === 'STOP' || consent === 'OPT_OUT';
  if (isOut || (kind === 'template' && consent !== 'OPT_IN')) return 'consent_missing';
  if (kind === 'template') return null;
  const isOpen = lastInboundAt !== null && at < whatsappWindowEnd(lastInboundAt);
  return isOpen ? null : 'window_closed';
}
