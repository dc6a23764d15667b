import type { Logger } from 'pino';
import type { AsWorkspace } from '../../database/database.ts';
import type { Carrier, CarrierAccount } from '../../gateways/twilio.ts';
import type { KeyedHash } from '../../lib/crypto/keyed-hash.ts';
import type { Sealer } from '../../lib/crypto/sealed.ts';

/** What sending works with. */
export interface SendDeps {
  readonly asWorkspace: AsWorkspace;
  readonly carrierFor: (account: CarrierAccount) => Carrier;
  /** Opens senders' tokens. */
  readonly sealer: Pick<Sealer, 'open'>;
  /** Keyed by the suppression key. */
  readonly hashPhone: KeyedHash;
  /** Where carriers reach this server, without a slash at the end. */
  readonly publicUrl: string;
  /** From a call to when the carrier's list is conclusive about it; longer than any call can last. */
  readonly settleMs: number;
  /** Whether messages may go to a carrier simulator, which reaches no phone. */
  readonly simulatorPermitted: boolean;
  /** Tells the planner about a table that has just grown: on old statistics it may choose to read it once a row. */
  readonly refreshStatistics?: (tables: readonly string[]) => Promise<void>;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
}

/** The life signs of one attempt at a piece of work. */
export interface Attempt {
  /** Tells the engine that the attempt is alive. */
  readonly pulse: () => void;
  /** Fires when the attempt is to stop: its worker shuts down, or the engine gave it to another. */
  readonly signal: AbortSignal;
  /** Waits, and ends early when the attempt is to stop. */
  readonly pause: (ms: number) => Promise<void>;
}
