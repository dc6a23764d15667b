import { z } from 'zod';
import { event, operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant, InstantInput } from '../time.ts';
import { ConsentEntry } from './contacts.contract.ts';

/** Where a message stands: before the carrier, at the carrier, or ended. */
export const MessageStatus = z
  .enum([
    'planned',
    'excluded',
    'claimed',
    'calling',
    'unconfirmed',
    'expired',
    'held',
    'accepted',
    'queued',
    'sending',
    'sent',
    'delivered',
    'read',
    'undelivered',
    'failed',
    'canceled',
  ])
  .describe(
    'Before the carrier: planned, excluded, claimed, calling, unconfirmed, expired, held. At the carrier: accepted to read, undelivered, failed, canceled',
  )
  .meta({ id: 'MessageStatus' });

/** What a message goes by. */
export const MessageChannel = z
  .enum(['sms', 'whatsapp'])
  .describe('What it goes by: campaigns send SMS, single messages go by WhatsApp')
  .meta({ id: 'MessageChannel' });

const fields = {
  id: z.uuid().describe('Message id'),
  campaign_id: z.uuid().nullable().describe('The campaign it belongs to'),
  campaign_name: z.string().nullable().describe('Name of that campaign'),
  channel: MessageChannel,
  contact_id: z.string().nullable().describe('The contact it goes to'),
  recipient_phone: z.string().describe('Number it goes to, E.164'),
  status: MessageStatus,
  reason: z.string().nullable().describe('Why it was excluded, held, expired or canceled'),
  provider_sid: z.string().nullable().describe('The carrier’s id of it'),
  simulated: z.boolean().describe('True when the carrier is a simulator: nobody receives it'),
  error_code: z.int().nullable().describe('The carrier’s error code'),
  body: z.string().nullable().describe('Text as sent; null while it is not known'),
  parts: z.int().nullable().describe('SMS parts billed; null by other channels'),
  encoding: z.string().nullable().describe('GSM-7 or UCS-2; null by other channels'),
  created_at: Instant,
  sent_at: Instant.nullable().describe('When it was handed to the carrier'),
  delivered_at: Instant.nullable(),
  delivery_time_seconds: z.number().nullable().describe('From handing over to delivery, in seconds'),
  updated_at: Instant,
};

/** One message to one recipient. */
export const Message = z.object(fields).meta({ id: 'Message', description: 'One message to one recipient' });

/** One message to one recipient. */
export type Message = z.infer<typeof Message>;

const MessageDetail = z
  .object({
    ...fields,
    statuses: z
      .array(
        z.object({
          status: z.string().describe('The status reported'),
          error_code: z.int().nullable().describe('The carrier’s error code'),
          at: Instant,
        }),
      )
      .describe('Everything the carrier reported, oldest first'),
    consent: ConsentEntry.nullable().describe(
      'The ledger’s entry in force at the instant that let the message begin, or left it out; null while that is undecided',
    ),
  })
  .meta({ id: 'MessageDetail', description: 'A message with everything the carrier reported' });

const MessageTotals = z.object({
  total_messages: z.int().describe('Everything that matches'),
  delivered: z.int().describe('Delivered or read'),
  failed: z.int().describe('Failed or undelivered'),
  pending: z.int().describe('Neither delivered, failed nor left out'),
  delivery_rate: z.number().nullable().describe('Delivered of those handed to the carrier, in percent; null for none'),
});

/** Outbound messages. */
export const messages = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/messages',
    summary: 'List messages, newest first',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({
      ...pageInput,
      campaign_id: z.uuid().optional().describe('Only messages of this campaign'),
      channel: MessageChannel.optional().describe('Only messages that go by it'),
      status: MessageStatus.optional().describe('Only messages that stand so'),
      start_date: InstantInput.optional().describe('Made at or after'),
      end_date: InstantInput.optional().describe('Made before'),
      include_summary: z.boolean().default(false).describe('Also count everything that matches, by outcome'),
    }),
    output: pageOf(Message, 'MessagePage')
      .extend({ summary: MessageTotals.optional().describe('Totals, when `include_summary` was given') })
      .meta({ id: 'MessageReport' }),
    errors: ['validation_failed'],
    documented: ['messaging GET /api/v1/reporting/messages/status'],
  }),
  get: operation({
    kind: 'query',
    rest: 'GET /messaging/messages/{message_id}',
    summary: 'Get a message with every status the carrier reported and the consent it was sent under',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ message_id: z.uuid().describe('Message id') }),
    output: MessageDetail,
    errors: ['not_found'],
  }),
};

/** What happens to messages, in batches. */
export const messageEvents = {
  changed: event({
    name: 'messaging.messages.changed',
    scope: 'messaging:read',
    summary: 'Messages changed status',
    data: z.object({
      campaign_id: z.string().nullable(),
      counts: z.record(z.string(), z.int()).describe('Messages by the status they reached'),
    }),
  }),
};
