import { z } from 'zod';
import { event, operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';

/** One message that someone sent to one of our numbers. */
export const InboundMessage = z
  .object({
    id: z.uuid().describe('Id of the inbound message'),
    channel: z.enum(['sms', 'whatsapp']).describe('What it came by'),
    from_phone: z.string().describe('Who sent it, E.164'),
    to_phone: z.string().describe('Our number, E.164'),
    body: z.string().describe('Text'),
    keyword: z.enum(['stop', 'start', 'help']).nullable().describe('What the message asks for, when it is a keyword'),
    contact_id: z.string().nullable().describe('The contact with that number, if there is one'),
    message_sid: z.string().describe('The carrier’s id of it'),
    simulated: z.boolean().describe('True when it came from a carrier simulator: no person wrote it'),
    received_at: Instant,
  })
  .meta({ id: 'InboundMessage', description: 'One message that someone sent to one of our numbers' });

/** One message that someone sent to one of our numbers. */
export type InboundMessage = z.infer<typeof InboundMessage>;

/** Inbound messages. */
export const inbound = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/inbound',
    summary: 'List inbound messages, newest first',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({
      ...pageInput,
      hours: z
        .int()
        .min(1)
        .max(24 * 90)
        .default(24)
        .describe('Hours to look back'),
    }),
    output: pageOf(InboundMessage, 'InboundMessagePage')
      .extend({
        summary: z
          .object({
            total: z.int().describe('Messages in that time'),
            unique_senders: z.int().describe('Numbers they came from'),
            average_per_hour: z.number().describe('Messages an hour'),
            stop_commands: z.int().describe('Messages that asked to stop'),
          })
          .describe('Totals of the time looked back at'),
      })
      .meta({ id: 'InboundReport' }),
    errors: ['validation_failed'],
    documented: ['messaging GET /api/v1/monitoring/inbound'],
  }),
};

/** What arrives. */
export const inboundEvents = {
  received: event({
    name: 'messaging.inbound.received',
    scope: 'messaging:read',
    summary: 'A message arrived',
    data: z.object({ inbound_id: z.string(), keyword: z.string().nullable() }),
  }),
};
