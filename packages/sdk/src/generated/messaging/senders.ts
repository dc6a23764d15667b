// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../core/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../core/resource.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.senders`: list, put. */
export class Senders extends Resource {
  /**
   * List senders.
   *
   * Ordered by id. Secrets are never shown.
   *
   * @example
   * for await (const sender of marquee.messaging.senders.list()) console.log(sender);
   */
  list(params?: SenderListParams, options?: RequestOptions): PagePromise<Sender> {
    return this.client.page('GET /messaging/senders', { query: params }, options);
  }

  /**
   * Add or change a sender.
   *
   * @throws {ConflictError}
   * @example
   * const sender = await marquee.messaging.senders.put('support', {
   *   phone_e164: '+14155551234',
   *   account_sid: 'AC00000000000000000000000000000001',
   * });
   */
  put(sender_id: string, params: SenderPutParams, options?: RequestOptions): ApiPromise<Sender> {
    return this.client.call('PUT /messaging/senders/{sender_id}', { path: [sender_id], body: params }, options);
  }
}

/** A number that messages come from, and the account behind it */
export interface Sender {
  /** Your name for the sender: 1 to 63 of a-z 0-9 _ -. */
  sender_id: string;
  /** What it sends. */
  kind: 'sms';
  /** The number messages come from; belongs to one workspace only. */
  phone_e164: string;
  /** Account SID at the carrier. */
  account_sid: string;
  /** Where the carrier’s HTTP API is. */
  base_url: string;
  /** Messages a second, shared by every campaign that uses the sender. */
  rate_per_second: number;
  /** Messages that may go at once after a quiet spell; over any second at most rate + burst go. */
  burst: number;
  /** True when a carrier simulator answers: nothing reaches a phone. */
  simulated: boolean;
  /** What a part costs you; null when it is not known. */
  prices: SenderPrices | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

export interface SenderListParams extends PageParams {}

/** What one SMS part costs you, for previews and reports */
export interface SenderPrices {
  /** ISO 4217. */
  currency: string;
  /** For numbers that no prefix fits; null when that is not known. */
  per_part: number | null;
  /** By how the recipient’s number begins, such as `+49`; the longest prefix that fits counts. */
  by_prefix: Record<string, number>;
}

export interface SenderPutParams {
  /** What it sends. Default "sms". */
  kind?: 'sms' | undefined;
  /** The number messages come from; belongs to one workspace only. */
  phone_e164: string;
  /** Account SID at the carrier. */
  account_sid: string;
  /**
   * Signs requests and webhooks; stored sealed and never shown. Needed once; omit to keep it. At most 200
   * characters.
   */
  auth_token?: string | undefined;
  /**
   * Where the carrier’s HTTP API is, such as `https://api.twilio.com`. At most 500 characters. Default
   * "https://api.twilio.com".
   */
  base_url?: string | undefined;
  /** Messages a second, shared by every campaign that uses the sender. 0.01 to 10000. Default 1. */
  rate_per_second?: number | undefined;
  /**
   * Messages that may go at once after a quiet spell; over any second at most rate + burst go. 1 to 10000. Default
   * 1.
   */
  burst?: number | undefined;
  /** True when a carrier simulator answers: nothing reaches a phone. Default false. */
  simulated?: boolean | undefined;
  /** Replaces all prices; null forgets them; omit to keep them. */
  prices?: SenderPrices | null | undefined;
}
