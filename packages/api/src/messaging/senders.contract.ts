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

const platformId = z.string().regex(/^\d{5,25}$/, 'Digits only, as the platform shows it');

const whatsappFields = {
  phone_number_id: platformId
    .describe('Meta’s id of the number, not the number itself; belongs to one workspace only')
    .meta({ examples: ['106540352242922'] }),
  business_account_id: platformId
    .describe('Id of the WhatsApp Business Account that the number and its templates belong to')
    .meta({ examples: ['102290129340398'] }),
  api_version: z
    .string()
    .regex(/^v\d{1,3}\.\d$/)
    .describe('Version of the Graph API that is called; Meta ends one about two years after it came'),
};

/** A number of Meta's WhatsApp Business Platform. */
const WhatsappNumber = z
  .object(whatsappFields)
  .meta({ id: 'WhatsappNumber', description: 'A number of Meta’s WhatsApp Business Platform' });

const secret = (about: string) =>
  z.string().min(1).max(1000).optional().describe(`${about}; never shown. Needed once; omit to keep it`);

const WhatsappNumberInput = z
  .object({
    ...whatsappFields,
    api_version: whatsappFields.api_version.default('v24.0'),
    access_token: secret('A system user’s token with whatsapp_business_messaging and _management, stored sealed'),
    app_secret: secret('Secret of the app; signs its webhooks, stored sealed'),
    verify_token: z
      .string()
      .min(16)
      .max(200)
      .optional()
      .describe(
        'Any text of at least 16 characters that you also enter where Meta verifies the webhook; only its hash is kept. Needed once; omit to keep it',
      ),
  })
  .meta({ id: 'WhatsappNumberInput', description: 'A number of Meta’s WhatsApp Business Platform, with its secrets' });

const accountSid = z.string().meta({ examples: ['AC00000000000000000000000000000001'] });

const fields = {
  kind: z
    .enum(['sms', 'whatsapp'])
    .describe('What it sends: `sms` through Twilio’s API, `whatsapp` through Meta’s Graph API. Cannot change'),
  phone_e164: PhoneE164.describe(
    'The number messages come from; belongs to one workspace only. It may have one sender of each kind',
  ),
  base_url: z
    .url()
    .max(500)
    .describe('Where the API is, such as `https://api.twilio.com` or `https://graph.facebook.com`'),
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
    account_sid: accountSid.describe('The account behind it: SID at Twilio, or the WhatsApp Business Account’s id'),
    whatsapp: WhatsappNumber.nullable().describe('The number at Meta; null of other kinds'),
    prices: SenderPrices.nullable().describe('What a part costs you; null when it is not known'),
    webhook_url: z
      .url()
      .describe(
        'Enter this address at the carrier: what people write to the number, and what becomes of messages, comes there',
      ),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Sender', description: 'A number that messages come from, and the account behind it' });

/** A number that messages come from, and the account behind it. */
export type Sender = z.infer<typeof Sender>;

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
    description:
      'Replaces what is given and keeps secrets that are left out. A `whatsapp` sender takes its webhooks at `/api/v1/hooks/whatsapp`.',
    example: {
      sender_id: 'support',
      phone_e164: '+14155551234',
      account_sid: 'AC00000000000000000000000000000001',
      auth_token: 'your-auth-token',
    },
    scope: 'messaging:write',
    role: 'admin',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({
      sender_id: SenderId,
      kind: fields.kind.default('sms'),
      phone_e164: fields.phone_e164,
      account_sid: accountSid
        .regex(/^AC[0-9a-f]{32}$/)
        .optional()
        .describe('Account SID at Twilio; needed for `sms`, and for nothing else'),
      auth_token: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe(
          'Twilio’s auth token: signs requests and webhooks; stored sealed and never shown. Needed once for `sms`; omit to keep it',
        ),
      whatsapp: WhatsappNumberInput.optional().describe(
        'The number at Meta; needed for `whatsapp`, and for nothing else',
      ),
      base_url: fields.base_url
        .optional()
        .describe('Where the API is; `https://api.twilio.com` or `https://graph.facebook.com` when omitted'),
      rate_per_second: fields.rate_per_second.default(1),
      burst: fields.burst.default(1),
      simulated: fields.simulated.default(false),
      prices: SenderPrices.nullable().optional().describe('Replaces all prices; null forgets them; omit to keep them'),
    }),
    output: Sender,
    errors: ['conflict', 'validation_failed'],
  }),
};
