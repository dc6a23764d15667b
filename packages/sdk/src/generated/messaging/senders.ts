// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
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
   * Replaces what is given and keeps secrets that are left out. A `whatsapp` sender takes its webhooks at
   * `/api/v1/hooks/whatsapp`.
   *
   * @throws {ConflictError}
   * @example
   * const sender = await marquee.messaging.senders.put('support', {
   *   phone_e164: '+14155551234',
   *   account_sid: 'AC00000000000000000000000000000001',
   *   auth_token: 'your-auth-token',
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
  /** What it sends: `sms` through Twilio’s API, `whatsapp` through Meta’s Graph API. Cannot change. */
  kind: 'sms' | 'whatsapp' | (string & {});
  /** The number messages come from; belongs to one workspace only. It may have one sender of each kind. */
  phone_e164: string;
  /** Where the API is, such as `https://api.twilio.com` or `https://graph.facebook.com`. */
  base_url: string;
  /** Messages a second, shared by every campaign that uses the sender. */
  rate_per_second: number;
  /** Messages that may go at once after a quiet spell; over any second at most rate + burst go. */
  burst: number;
  /** True when a carrier simulator answers: nothing reaches a phone. */
  simulated: boolean;
  /** The account behind it: SID at Twilio, or the WhatsApp Business Account’s id. */
  account_sid: string;
  /** The number at Meta; null of other kinds. */
  whatsapp: WhatsappNumber | null;
  /** What a part costs you; null when it is not known. */
  prices: SenderPrices | null;
  /** Enter this address at the carrier: what people write to the number, and what becomes of messages, comes there. */
  webhook_url: string;
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
  /** What it sends: `sms` through Twilio’s API, `whatsapp` through Meta’s Graph API. Cannot change. Default "sms". */
  kind?: 'sms' | 'whatsapp' | (string & {}) | undefined;
  /** The number messages come from; belongs to one workspace only. It may have one sender of each kind. */
  phone_e164: string;
  /** Account SID at Twilio; needed for `sms`, and for nothing else. */
  account_sid?: string | undefined;
  /**
   * Twilio’s auth token: signs requests and webhooks; stored sealed and never shown. Needed once for `sms`; omit
   * to keep it. At most 200 characters.
   */
  auth_token?: string | undefined;
  /** The number at Meta; needed for `whatsapp`, and for nothing else. */
  whatsapp?: WhatsappNumberInput | undefined;
  /**
   * Where the API is; `https://api.twilio.com` or `https://graph.facebook.com` when omitted. At most 500
   * characters.
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

/** A number of Meta’s WhatsApp Business Platform */
export interface WhatsappNumber {
  /** Meta’s id of the number, not the number itself; belongs to one workspace only. */
  phone_number_id: string;
  /** Id of the WhatsApp Business Account that the number and its templates belong to. */
  business_account_id: string;
  /** Version of the Graph API that is called; Meta ends one about two years after it came. */
  api_version: string;
}

/** A number of Meta’s WhatsApp Business Platform, with its secrets */
export interface WhatsappNumberInput {
  /** Meta’s id of the number, not the number itself; belongs to one workspace only. */
  phone_number_id: string;
  /** Id of the WhatsApp Business Account that the number and its templates belong to. */
  business_account_id: string;
  /** Version of the Graph API that is called; Meta ends one about two years after it came. Default "v24.0". */
  api_version?: string | undefined;
  /**
   * A system user’s token with whatsapp_business_messaging and _management, stored sealed; never shown. Needed
   * once; omit to keep it. At most 1000 characters.
   */
  access_token?: string | undefined;
  /**
   * Secret of the app; signs its webhooks, stored sealed; never shown. Needed once; omit to keep it. At most 1000
   * characters.
   */
  app_secret?: string | undefined;
  /**
   * Any text of at least 16 characters that you also enter where Meta verifies the webhook; only its hash is kept.
   * Needed once; omit to keep it. 16 to 200 characters.
   */
  verify_token?: string | undefined;
}
