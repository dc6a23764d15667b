// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';
import type { MessageStatus } from './schemas.ts';

/** `marquee.messaging.whatsappMessages`: check, send. */
export class WhatsappMessages extends Resource {
  /**
   * See what may be sent to somebody by WhatsApp now.
   *
   * Whether the 24-hour window for free text is open, until when, and what consent allows.
   *
   * @throws {NotFoundError}
   * @example
   * const whatsappRecipient = await marquee.messaging.whatsappMessages.check('whatsapp', '+14155551234');
   */
  check(sender_id: string, phone_e164: string, options?: RequestOptions): ApiPromise<WhatsappRecipient> {
    return this.client.call(
      'GET /messaging/whatsapp/senders/{sender_id}/recipients/{phone_e164}',
      { path: [sender_id, phone_e164] },
      options,
    );
  }

  /**
   * Send one WhatsApp message.
   *
   * A template goes to people who have opted in, outside quiet hours; free text answers somebody who wrote within
   * the last 24 hours and has not stopped. Both are judged here and again at the moment of sending. The message is
   * sent durably and at most once: a call without an answer is `unconfirmed` until Meta’s webhook tells its fate,
   * and is never repeated. What could not go within a day is `expired`.
   *
   * @throws {ConsentMissingError}
   * @throws {NotConfiguredError}
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * const whatsappMessage = await marquee.messaging.whatsappMessages.send({
   *   phone_e164: '+14155551234',
   *   message_type: 'template',
   *   template_name: 'campaign_alert',
   *   template_variables: { campaign_name: 'Summer Sale', metric: 'ROAS', value: '3.5' },
   * });
   */
  send(params: WhatsappMessagesSendParams, options?: RequestOptions): ApiPromise<WhatsappMessage> {
    return this.client.call('POST /messaging/whatsapp/messages', { body: params, key: true }, options);
  }
}

/** One WhatsApp message to one person */
export interface WhatsappMessage {
  /** Message id: see `messages.get` for what becomes of it. */
  id: string;
  /** The job that sends it. */
  job_id: string;
  /** The sender it goes out from. */
  sender_id: string;
  /** `template`: an approved template. `text`: free text, within 24 hours of what the person wrote last. */
  message_type: 'template' | 'text' | (string & {});
  /** The template; null for free text. */
  template_name: string | null;
  /** The contact it goes to; null for a number that is none. */
  contact_id: string | null;
  /** Number it goes to, E.164. */
  recipient_phone: string;
  status: MessageStatus;
  /** Why it waits or was left out. */
  reason: string | null;
  /** Meta’s id of it; null until Meta has it. */
  provider_sid: string | null;
  /** Meta’s error code. */
  error_code: number | null;
  /** The text with its variables filled in. */
  body: string | null;
  /** True when the sender is a simulator: nobody receives it. */
  simulated: boolean;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

export interface WhatsappMessagesSendParams {
  /** The WhatsApp sender; may be left out when there is one only. At most 63 characters. */
  sender_id?: string | undefined;
  /** The contact; or give `contact_number` or `phone_e164`. */
  contact_id?: string | undefined;
  /** The contact’s `number`; or give `contact_id` or `phone_e164`. */
  contact_number?: number | undefined;
  /** The number; or give `contact_id` or `contact_number`. */
  phone_e164?: string | undefined;
  /** `template`: an approved template. `text`: free text, within 24 hours of what the person wrote last. */
  message_type: 'template' | 'text' | (string & {});
  /** Name of an approved template; needed for `template`. At most 512 characters. */
  template_name?: string | undefined;
  /** Its language; may be left out when it has one only. At most 10 characters. */
  language?: string | undefined;
  /** Values of its variables by your names, or by number where it was made at Meta. Default {}. */
  template_variables?: Record<string, string> | undefined;
  /** The text; needed for `text`. At most 4096 characters. */
  text?: string | undefined;
}

/** What may be sent to somebody by WhatsApp now */
export interface WhatsappRecipient {
  /** The sender it would go out from. */
  sender_id: string;
  /** Phone number in E.164 form, such as `+14155551234`. In a path the `+` may be literal or `%2B`. */
  recipient_phone: string;
  /** The contact with that number; null when there is none. */
  contact_id: string | null;
  /** When the person last wrote to this sender; null when never. */
  last_inbound_at: string | null;
  /** Free text may go before this: 24 hours after what the person wrote last; null when they never wrote. */
  window_closes_at: string | null;
  /**
   * Why free text may not go now: `consent_missing` or `window_closed`; null when it may. Judged again when it is
   * sent.
   */
  text_refusal: 'consent_missing' | 'window_closed' | (string & {}) | null;
  /**
   * Why an approved template may not go now: `consent_missing` or `window_closed`; null when it may. Judged again
   * when it is sent.
   */
  template_refusal: 'consent_missing' | 'window_closed' | (string & {}) | null;
}
