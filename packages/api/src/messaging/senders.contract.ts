import { z } from 'zod';
import { operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';
import { PhoneE164 } from './contacts.contract.ts';

const SenderId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
  .describe('Your name for the sender: 1 to 63 of a-z 0-9 _ -')
  .meta({ examples: ['support'] });

const price = z.number().min(0).max(1000).describe('Price of one part, in units of the currency');

/** What one SMS part through a sender costs. */
const SenderPrices = z
  .object({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .describe('ISO 4217'),
    per_part: price.nullable().describe('For numbers that no prefix fits; null when that is not known'),
    by_prefix: z
      .record(z.string().regex(/^\+[1-9]\d{0,6}$/), price)
      .refine((prices) => Object.keys(prices).length <= 500, 'At most 500 prefixes')
      .describe('By how the recipient’s number begins, such as `+49`; the longest prefix that fits counts'),
  })
  .describe('What one SMS part costs you, for previews and reports')
  .meta({ id: 'SenderPrices' });

const fields = {
  kind: z.literal('sms').describe('What it sends'),
  phone_e164: PhoneE164.describe('The number messages come from; belongs to one workspace only'),
  account_sid: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/)
    .describe('Account SID at the carrier')
    .meta({ examples: ['AC00000000000000000000000000000001'] }),
  base_url: z.url().max(500).describe('Where the carrier’s HTTP API is, such as `https://api.twilio.com`'),
  rate_per_second: z
    .number()
    .min(0.01)
    .max(10_000)
    .describe('Messages a second, shared by every campaign that uses the sender'),
  burst: z
    .int()
    .min(1)
    .max(10_000)
    .describe('Messages that may go at once after a quiet spell; over any second at most rate + burst go'),
  simulated: z.boolean().describe('True when a carrier simulator answers: nothing reaches a phone'),
};

/** A number that messages come from, and the account behind it. */
export const Sender = z
  .object({
    sender_id: SenderId,
    ...fields,
    prices: SenderPrices.nullable().describe('What a part costs you; null when it is not known'),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Sender', description: 'A number that messages come from, and the account behind it' });

/** Numbers that messages come from. */
export const senders = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/senders',
    summary: 'List senders',
    description: 'Ordered by id. Secrets are never shown.',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ ...pageInput }),
    output: pageOf(Sender, 'SenderPage'),
  }),
  put: operation({
    kind: 'mutation',
    rest: 'PUT /messaging/senders/{sender_id}',
    summary: 'Add or change a sender',
    scope: 'messaging:write',
    role: 'admin',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({
      sender_id: SenderId,
      kind: fields.kind.default('sms'),
      phone_e164: fields.phone_e164,
      account_sid: fields.account_sid,
      auth_token: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('Signs requests and webhooks; stored sealed and never shown. Needed once; omit to keep it'),
      base_url: fields.base_url.default('https://api.twilio.com'),
      rate_per_second: fields.rate_per_second.default(1),
      burst: fields.burst.default(1),
      simulated: fields.simulated.default(false),
      prices: SenderPrices.nullable().optional().describe('Replaces all prices; null forgets them; omit to keep them'),
    }),
    output: Sender,
    errors: ['conflict', 'validation_failed'],
  }),
};
