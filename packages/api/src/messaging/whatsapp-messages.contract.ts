import { z } from 'zod';
import { operation } from '../operation.ts';
import { Instant } from '../time.ts';
import { PhoneE164 } from './contacts.contract.ts';
import { MessageStatus } from './messages.contract.ts';

const WhatsappMessageKind = z
  .enum(['template', 'text'])
  .describe('`template`: an approved template. `text`: free text, within 24 hours of what the person wrote last');

/** A WhatsApp message that was asked for. */
export const WhatsappMessage = z
  .object({
    id: z.uuid().describe('Message id: see `messages.get` for what becomes of it'),
    job_id: z.uuid().describe('The job that sends it'),
    sender_id: z.string().describe('The sender it goes out from'),
    message_type: WhatsappMessageKind,
    template_name: z.string().nullable().describe('The template; null for free text'),
    contact_id: z.uuid().nullable().describe('The contact it goes to; null for a number that is none'),
    recipient_phone: z.string().describe('Number it goes to, E.164'),
    status: MessageStatus,
    reason: z.string().nullable().describe('Why it waits or was left out'),
    provider_sid: z.string().nullable().describe('Meta’s id of it; null until Meta has it'),
    error_code: z.int().nullable().describe('Meta’s error code'),
    body: z.string().nullable().describe('The text with its variables filled in'),
    simulated: z.boolean().describe('True when the sender is a simulator: nobody receives it'),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'WhatsappMessage', description: 'One WhatsApp message to one person' });

/** A WhatsApp message that was asked for. */
export type WhatsappMessage = z.infer<typeof WhatsappMessage>;

const refusal = (what: string) =>
  z
    .enum(['consent_missing', 'window_closed'])
    .nullable()
    .describe(
      `Why ${what} may not go now: \`consent_missing\` or \`window_closed\`; null when it may. Judged again when it is sent`,
    );

/** What may be sent to somebody by WhatsApp. */
const WhatsappRecipient = z
  .object({
    sender_id: z.string().describe('The sender it would go out from'),
    recipient_phone: PhoneE164,
    contact_id: z.uuid().nullable().describe('The contact with that number; null when there is none'),
    last_inbound_at: Instant.nullable().describe('When the person last wrote to this sender; null when never'),
    window_closes_at: Instant.nullable().describe(
      'Free text may go before this: 24 hours after what the person wrote last; null when they never wrote',
    ),
    text_refusal: refusal('free text'),
    template_refusal: refusal('an approved template'),
  })
  .meta({ id: 'WhatsappRecipient', description: 'What may be sent to somebody by WhatsApp now' });

/** Single WhatsApp messages. */
export const whatsappMessages = {
  check: operation({
    kind: 'query',
    rest: 'GET /messaging/whatsapp/senders/{sender_id}/recipients/{phone_e164}',
    summary: 'See what may be sent to somebody by WhatsApp now',
    description: 'Whether the 24-hour window for free text is open, until when, and what consent allows.',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({
      sender_id: z
        .string()
        .max(63)
        .describe('The WhatsApp sender')
        .meta({ examples: ['whatsapp'] }),
      phone_e164: PhoneE164,
    }),
    output: WhatsappRecipient,
    errors: ['not_found'],
  }),
  send: operation({
    kind: 'mutation',
    rest: 'POST /messaging/whatsapp/messages',
    summary: 'Send one WhatsApp message',
    description:
      'A template goes to people who have opted in, outside quiet hours; free text answers somebody who wrote within the last 24 hours and has not stopped. ' +
      'Both are judged here and again at the moment of sending. The message is sent durably and at most once: a call without an answer is `unconfirmed` until Meta’s webhook tells its fate, and is never repeated. What could not go within a day is `expired`.',
    example: {
      phone_e164: '+14155551234',
      message_type: 'template',
      template_name: 'campaign_alert',
      template_variables: { campaign_name: 'Summer Sale', metric: 'ROAS', value: '3.5' },
    },
    scope: 'messaging:send',
    tx: 'write',
    limit: 'default',
    idempotent: 'key',
    status: 202,
    input: z.object({
      sender_id: z.string().max(63).optional().describe('The WhatsApp sender; may be left out when there is one only'),
      contact_id: z.uuid().optional().describe('The contact; or give `contact_number` or `phone_e164`'),
      contact_number: z
        .int()
        .min(1)
        .optional()
        .describe('The contact’s `number`; or give `contact_id` or `phone_e164`'),
      phone_e164: PhoneE164.optional().describe('The number; or give `contact_id` or `contact_number`'),
      message_type: WhatsappMessageKind,
      template_name: z.string().max(512).optional().describe('Name of an approved template; needed for `template`'),
      language: z.string().max(10).optional().describe('Its language; may be left out when it has one only'),
      template_variables: z
        .record(z.string().max(64), z.string().min(1).max(1024))
        .default({})
        .describe('Values of its variables by your names, or by number where it was made at Meta'),
      text: z.string().min(1).max(4096).optional().describe('The text; needed for `text`'),
    }),
    output: WhatsappMessage,
    errors: ['not_found', 'consent_missing', 'not_configured', 'unprocessable', 'validation_failed'],
    documented: ['ads POST /api/v1/whatsapp/messages'],
  }),
};
