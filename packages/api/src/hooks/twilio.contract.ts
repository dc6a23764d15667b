import { z } from 'zod';
import { rawOperation } from '../operation.ts';

const signed = {
  kind: 'raw',
  scope: 'signature:twilio',
  limit: 'unmetered',
  consumes: ['application/x-www-form-urlencoded', 'application/json'],
  errors: ['forbidden', 'malformed', 'payload_too_large'],
} as const;

const bodySHA256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .optional()
  .describe('Twilio’s digest of a JSON body');

/** What Twilio, or the carrier simulator, calls back. Requests prove themselves by `X-Twilio-Signature` over the public URL. */
export const twilio = {
  inbound: rawOperation({
    ...signed,
    rest: 'POST /hooks/twilio/inbound',
    aliases: ['/webhooks/inbound'],
    summary: 'Take an inbound message; answers TwiML',
    params: z.object({ bodySHA256 }),
    produces: ['text/xml'],
    documented: ['messaging POST /webhooks/inbound'],
  }),
  status: rawOperation({
    ...signed,
    rest: 'POST /hooks/twilio/status',
    aliases: ['/webhooks/status'],
    summary: 'Take a delivery report; repeats and reordering do no harm',
    params: z.object({
      bodySHA256,
      message_id: z.uuid().optional().describe('Our message id, as we put it into the callback URL'),
    }),
    produces: ['application/json'],
    output: z.object({ status: z.literal('received') }),
    documented: ['messaging POST /webhooks/status'],
  }),
};
