import type { WhatsappAccount, WhatsappPlatform } from '../../gateways/whatsapp.ts';
import type { SendDeps } from '../sending/send-deps.ts';

/** What sending by WhatsApp works with. */
export interface WhatsappDeps extends Pick<
  SendDeps,
  'asWorkspace' | 'sealer' | 'hashPhone' | 'simulatorPermitted' | 'now' | 'newId' | 'log'
> {
  readonly whatsappFor: (account: WhatsappAccount) => WhatsappPlatform;
  /** From a call without an answer to when nobody expects Meta to tell its fate any more. */
  readonly silenceMs: number;
  /** Tells the publisher that an event waits. */
  readonly wake?: () => void;
}

/** Meta tells what became of a message within seconds; an outage of ours or theirs may take longer. */
export const whatsappSilenceMs = 15 * 60_000;
