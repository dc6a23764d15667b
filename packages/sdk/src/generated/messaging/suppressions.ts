// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.suppressions`: list, add. */
export class Suppressions extends Resource {
  /**
   * List suppressed numbers, newest first.
   *
   * Shows no number that no contact has: those are known by their keyed hash only.
   *
   * @example
   * for await (const suppression of marquee.messaging.suppressions.list()) console.log(suppression);
   */
  list(params?: SuppressionListParams, options?: RequestOptions): PagePromise<Suppression> {
    return this.client.page('GET /messaging/suppressions', { query: params }, options);
  }

  /**
   * Stop messages to a number, for a person who said so by other means than a keyword.
   *
   * Holds from the answer on: no message to the number begins after it. It survives the contact and meets later
   * imports; START does not lift it. A number that an operator holds already stays as it is.
   *
   * @throws {NotFoundError}
   * @example
   * const suppression = await marquee.messaging.suppressions.add({ reason: 'asked by e-mail' });
   */
  add(params: SuppressionAddParams, options?: RequestOptions): ApiPromise<Suppression> {
    return this.client.call('POST /messaging/suppressions', { body: params }, options);
  }
}

/** One reason why a number is not messaged */
export interface Suppression {
  /** That of the consent ledger’s entry which made it. */
  id: string;
  /** Keyed hash of the number: the same for the same number in this workspace’s lists. */
  phone_hash: string;
  /** The number, where a contact has it; null when only its hash is held. */
  phone_e164: string | null;
  /** The contact who has it; null when none does. */
  contact_id: string | null;
  /**
   * Who holds the number: its own STOP (`keyword`), somebody here (`operator`), the carrier (`provider`), or that
   * its contact was deleted (`deletion`). START lifts only `keyword`; new evidence of consent lifts all.
   */
  source: 'keyword' | 'operator' | 'provider' | 'deletion' | (string & {});
  /** Why, for people. */
  reason: string;
  /** What was given or attested. */
  evidence: Record<string, unknown>;
  /** Since when. */
  at: string;
}

export interface SuppressionAddParams {
  /** The number; or give `contact_id`. */
  phone_e164?: string | undefined;
  /** The contact whose number it is; or give `phone_e164`. */
  contact_id?: string | undefined;
  /** For people, such as `asked by e-mail`. At most 500 characters. */
  reason: string;
  evidence?: SuppressionEvidence | undefined;
}

/** How a person asked to be left alone */
export interface SuppressionEvidence {
  /** How the person said so: any reasonable means counts. */
  channel: 'email' | 'phone' | 'form' | 'chat' | 'post' | 'in_person' | 'other' | (string & {});
  /** What they said. At most 2000 characters. */
  text?: string | undefined;
  /** When they said it; now when omitted. */
  at?: string | undefined;
  /** Your ticket or case. At most 200 characters. */
  reference?: string | undefined;
}

export interface SuppressionListParams extends PageParams {
  /** Only what this source holds. */
  source?: 'keyword' | 'operator' | 'provider' | 'deletion' | (string & {}) | undefined;
  /** Only what holds this number. */
  phone_e164?: string | undefined;
}
