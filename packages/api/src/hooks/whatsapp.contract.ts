import { z } from 'zod';
import { rawOperation } from '../operation.ts';

const signed = { kind: 'raw', scope: 'signature:whatsapp', limit: 'unmetered' } as const;

/** What Meta, or the simulator, calls back for WhatsApp. Notices prove themselves by `X-Hub-Signature-256` over their bytes. */
export const whatsapp = {
  verify: rawOperation({
    ...signed,
    rest: 'GET /hooks/whatsapp',
    summary: 'Prove to Meta that this webhook is yours; answers the challenge',
    description: 'Meta calls it once when the webhook is entered there, with the verify token of one of your senders.',
    params: z.object({
      'hub.mode': z.string().max(50).optional().describe('`subscribe`'),
      'hub.verify_token': z.string().max(500).optional().describe('The verify token as entered at Meta'),
      'hub.challenge': z.string().max(500).optional().describe('What is to be answered'),
    }),
    produces: ['text/plain'],
    errors: ['forbidden', 'malformed'],
  }),
  receive: rawOperation({
    ...signed,
    rest: 'POST /hooks/whatsapp',
    summary: 'Take messages, delivery reports and template news; repeats and reordering do no harm',
    params: z.object({}),
    consumes: ['application/json'],
    produces: ['application/json'],
    output: z.object({ status: z.literal('received') }),
    errors: ['forbidden', 'malformed', 'payload_too_large'],
    documented: ['ads POST /api/v1/whatsapp/webhook'],
  }),
};
