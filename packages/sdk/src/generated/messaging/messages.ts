// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { ConsentEntry, ConsentState, MessageStatus } from './schemas.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.messages`: list, get. */
export class Messages extends Resource {
  /**
   * List messages, newest first.
   *
   * @example
   * for await (const message of marquee.messaging.messages.list()) console.log(message);
   */
  list(params?: MessageListParams, options?: RequestOptions): PagePromise<Message, MessageReport> {
    return this.client.page('GET /messaging/messages', { query: params }, options);
  }

  /**
   * Get a message with every status the carrier reported and the consent it was sent under.
   *
   * @throws {NotFoundError}
   * @example
   * const messageDetail = await marquee.messaging.messages.get(message_id);
   */
  get(message_id: string, options?: RequestOptions): ApiPromise<MessageDetail> {
    return this.client.call('GET /messaging/messages/{message_id}', { path: [message_id] }, options);
  }
}

/** One message to one recipient */
export interface Message {
  /** Message id. */
  id: string;
  /** The campaign it belongs to. */
  campaign_id: string | null;
  /** Name of that campaign. */
  campaign_name: string | null;
  channel: MessageChannel;
  /** The contact it goes to. */
  contact_id: string | null;
  /** Number it goes to, E.164. */
  recipient_phone: string;
  status: MessageStatus;
  /** Why it was excluded, held, expired or canceled. */
  reason: string | null;
  /** The carrier’s id of it. */
  provider_sid: string | null;
  /** True when the carrier is a simulator: nobody receives it. */
  simulated: boolean;
  /** The carrier’s error code. */
  error_code: number | null;
  /** Text as sent; null while it is not known. */
  body: string | null;
  /** SMS parts billed; null by other channels. */
  parts: number | null;
  /** GSM-7 or UCS-2; null by other channels. */
  encoding: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** When it was handed to the carrier. */
  sent_at: string | null;
  /** Instant in UTC, ISO 8601. */
  delivered_at: string | null;
  /** From handing over to delivery, in seconds. */
  delivery_time_seconds: number | null;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

/** What it goes by: campaigns send SMS, single messages go by WhatsApp */
export type MessageChannel = 'sms' | 'whatsapp' | (string & {});

/** A message with everything the carrier reported */
export interface MessageDetail extends Message {
  /** Everything the carrier reported, oldest first. */
  statuses: {
    /** The status reported. */
    status: string;
    /** The carrier’s error code. */
    error_code: number | null;
    /** Instant in UTC, ISO 8601. */
    at: string;
  }[];
  /**
   * The ledger’s entry in force at the instant that let the message begin, or left it out; null while that is
   * undecided.
   */
  consent: ConsentEntry | null;
}

export interface MessageListParams extends PageParams {
  /** Only messages of this campaign. */
  campaign_id?: string | undefined;
  /** Only messages that go by it. */
  channel?: MessageChannel | undefined;
  /** Only messages that stand so. */
  status?: MessageStatus | undefined;
  /** Made at or after. */
  start_date?: string | undefined;
  /** Made before. */
  end_date?: string | undefined;
  /** Also count everything that matches, by outcome. Default false. */
  include_summary?: boolean | undefined;
}

export interface MessageReport {
  /** Totals, when `include_summary` was given. */
  summary?: {
    /** Everything that matches. */
    total_messages: number;
    /** Delivered or read. */
    delivered: number;
    /** Failed or undelivered. */
    failed: number;
    /** Neither delivered, failed nor left out. */
    pending: number;
    /** Delivered of those handed to the carrier, in percent; null for none. */
    delivery_rate: number | null;
  };
}
