// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.inbound`: list. */
export class Inbound extends Resource {
  /**
   * List inbound messages, newest first.
   *
   * @example
   * for await (const inboundMessage of marquee.messaging.inbound.list()) console.log(inboundMessage);
   */
  list(params?: InboundMessageListParams, options?: RequestOptions): PagePromise<InboundMessage, InboundReport> {
    return this.client.page('GET /messaging/inbound', { query: params }, options);
  }
}

/** One message that someone sent to one of our numbers */
export interface InboundMessage {
  /** Id of the inbound message. */
  id: string;
  /** What it came by. */
  channel: 'sms' | 'whatsapp' | (string & {});
  /** Who sent it, E.164. */
  from_phone: string;
  /** Our number, E.164. */
  to_phone: string;
  /** Text. */
  body: string;
  /** What the message asks for, when it is a keyword. */
  keyword: 'stop' | 'start' | 'help' | (string & {}) | null;
  /** The contact with that number, if there is one. */
  contact_id: string | null;
  /** The carrier’s id of it. */
  message_sid: string;
  /** True when it came from a carrier simulator: no person wrote it. */
  simulated: boolean;
  /** Instant in UTC, ISO 8601. */
  received_at: string;
}

export interface InboundMessageListParams extends PageParams {
  /** Hours to look back. 1 to 2160. Default 24. */
  hours?: number | undefined;
}

export interface InboundReport {
  /** Totals of the time looked back at. */
  summary: {
    /** Messages in that time. */
    total: number;
    /** Numbers they came from. */
    unique_senders: number;
    /** Messages an hour. */
    average_per_hour: number;
    /** Messages that asked to stop. */
    stop_commands: number;
  };
}
