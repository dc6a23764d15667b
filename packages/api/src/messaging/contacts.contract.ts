import { z } from 'zod';
import { event, operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant, InstantInput, TimeZone } from '../time.ts';

/** A phone number as every operation takes and answers it. */
export const PhoneE164 = z
  .string()
  .regex(/^\+[1-9]\d{1,14}$/, 'Write the number in E.164 form: +, country code, number, digits only')
  .describe('Phone number in E.164 form, such as `+14155551234`. In a path the `+` may be literal or `%2B`')
  .meta({ examples: ['+14155551234'] });

/** Whether a contact may be messaged. */
export const ConsentState = z
  .enum(['OPT_IN', 'OPT_OUT', 'STOP'])
  .describe(
    '`OPT_IN`: may be messaged. `OPT_OUT`: has not agreed, or withdrew. `STOP`: asked to stop by keyword or through an operator; only new evidence lifts it',
  )
  .meta({ id: 'ConsentState' });

/** The name of one attribute of a contact. */
export const AttributeName = z
  .string()
  .regex(
    /^(?!__proto__$|phone_e164$|consent_state$|consent_updated_at$|created_at$|updated_at$|time_zone$|last_message_received$)[\p{L}_][\p{L}\p{N} _.-]{0,63}$/u,
    'Start with a letter or _, at most 64 letters, digits, spaces, _ . -, and not the name of a built-in field',
  )
  .describe('Attribute name, 1 to 64 characters');

/** One value of a contact's attribute. */
export const AttributeValue = z
  .union([z.string().max(500), z.number(), z.boolean()])
  .describe('Text of at most 500 characters, a number, or true/false. ISO 8601 dates compare as instants in segments');

/** Attributes to merge into a contact: null removes one. */
export const AttributesInput = z
  .record(AttributeName, AttributeValue.nullable())
  .refine((attributes) => Object.keys(attributes).length <= 100, 'At most 100 attributes')
  .describe('Attributes by name; merged into what is stored, null removes one. At most 100')
  .meta({ examples: [{ name: 'Ada', city: 'Berlin' }] });

/** What shows that a person agreed. */
export const ConsentEvidence = z
  .object({
    source: z.string().min(1).max(100).describe('Where consent was given, such as `signup form` or `call centre`'),
    at: InstantInput.optional().describe('When it was given; now when omitted'),
    text: z.string().max(2000).optional().describe('The wording agreed to'),
    url: z.url().max(2000).optional().describe('The page it was given on'),
    ip: z.string().max(45).optional().describe('The address it was given from'),
  })
  .meta({ id: 'ConsentEvidence', description: 'What shows that a person agreed' });

/** One person who can be messaged. */
export const Contact = z
  .object({
    id: z.uuid().describe('Contact id'),
    number: z.int().describe('A number of its own, for clients that know contacts by integers'),
    phone_e164: PhoneE164,
    consent_state: ConsentState,
    consent_updated_at: Instant.describe('When consent last changed'),
    attributes: z.record(z.string(), AttributeValue).describe('Attributes by name'),
    time_zone: z.string().nullable().describe('IANA time zone of the contact; null when only the number tells'),
    created_at: Instant,
    updated_at: Instant,
    last_message_received: Instant.nullable().describe('When the contact last wrote to us'),
  })
  .meta({ id: 'Contact', description: 'One person who can be messaged' });

const SavedContact = Contact.extend({
  warnings: z
    .array(z.string())
    .describe('What looks odd but was accepted, such as a number that its country cannot have'),
}).meta({ id: 'SavedContact', description: 'A contact as it was stored' });

/** One entry of the consent ledger. */
export const ConsentEntry = z
  .object({
    id: z.uuid().describe('Entry id'),
    state: ConsentState,
    source: z.string().describe('`api`, `import`, `compat`, `keyword`, `operator`, `provider` or `deletion`'),
    evidence: z
      .record(z.string(), z.unknown())
      .describe('What was given or attested; `flagged` is true when nobody gave evidence'),
    at: Instant,
  })
  .meta({ id: 'ConsentEntry' });

const byPhone = z.object({ phone_e164: PhoneE164 });

/** People who can be messaged, by phone number, with their consent. */
export const contacts = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/contacts',
    summary: 'List contacts, newest first',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({
      ...pageInput,
      consent_state: ConsentState.optional(),
      phone_prefix: z
        .string()
        .regex(/^\+\d{1,15}$/)
        .optional()
        .describe('Only numbers that begin with this, such as `+49`'),
      search: z
        .string()
        .trim()
        .min(2)
        .max(100)
        .optional()
        .describe(
          'Only contacts of whom each word of this begins their number, one of their attributes, or the last word of one: `ada`, `ada love`, `+49 176`, `12045`. ' +
            'A word is looked for as written, in small letters, in capitals and with a capital first, so `mcdonald` does not find `McDonald`; accents count. ' +
            'The middle of a number, of a word or of longer text is not searched, and where each word begins something of more than 20,000 contacts, only so many are: segments compare those',
        )
        .meta({ examples: ['ada love'] }),
    }),
    output: pageOf(Contact, 'ContactPage'),
    documented: ['messaging GET /api/v1/users'],
  }),
  create: operation({
    kind: 'mutation',
    rest: 'POST /messaging/contacts',
    status: 201,
    location: '/messaging/contacts/{phone_e164}',
    summary: 'Add a contact',
    description:
      'OPT_IN always records evidence: `consent_evidence` when given, else that the caller attested it. A number that asked to stop, or was deleted, needs `consent_evidence`.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'key',
    input: z.object({
      phone_e164: PhoneE164,
      consent_state: ConsentState.default('OPT_OUT'),
      consent_evidence: ConsentEvidence.optional(),
      attributes: AttributesInput.optional(),
      time_zone: TimeZone.optional(),
    }),
    output: SavedContact,
    example: { phone_e164: '+14155551234', consent_state: 'OPT_IN', attributes: { name: 'Ada', city: 'Berlin' } },
    errors: ['conflict', 'consent_missing'],
    documented: ['messaging POST /api/v1/users'],
  }),
  get: operation({
    kind: 'query',
    rest: 'GET /messaging/contacts/{phone_e164}',
    summary: 'Get a contact by phone number',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: byPhone,
    output: Contact,
    errors: ['not_found'],
    documented: ['messaging GET /api/v1/users/{phone_e164}'],
  }),
  update: operation({
    kind: 'mutation',
    rest: 'PUT /messaging/contacts/{phone_e164}',
    summary: 'Change a contact',
    description: 'Attributes are merged. From STOP to OPT_IN needs `consent_evidence`.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({
      phone_e164: PhoneE164,
      consent_state: ConsentState.optional(),
      consent_evidence: ConsentEvidence.optional(),
      attributes: AttributesInput.optional(),
      time_zone: TimeZone.nullable().optional().describe('IANA time zone; null forgets it'),
    }),
    output: SavedContact,
    errors: ['not_found', 'consent_missing', 'unprocessable'],
    documented: ['messaging PUT /api/v1/users/{phone_e164}'],
  }),
  delete: operation({
    kind: 'mutation',
    rest: 'DELETE /messaging/contacts/{phone_e164}',
    summary: 'Delete a contact',
    description:
      'A keyed hash of the number stays in the suppression list, so that a later import does not message it again.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: byPhone,
    output: z.object({ id: z.uuid().describe('Contact id'), phone_e164: PhoneE164 }).meta({ id: 'DeletedContact' }),
    errors: ['not_found'],
    documented: ['messaging DELETE /api/v1/users/{phone_e164}'],
  }),
  consents: operation({
    kind: 'query',
    rest: 'GET /messaging/contacts/{phone_e164}/consents',
    summary: 'List everything recorded about a number’s consent, newest first',
    description: 'The ledger is append-only and outlives the contact; it is kept under a keyed hash of the number.',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ ...pageInput, phone_e164: PhoneE164 }),
    output: pageOf(ConsentEntry, 'ConsentEntryPage'),
    errors: ['not_found'],
  }),
};

/** What happens to contacts. Imports announce themselves once, not a contact at a time. */
export const contactsEvents = {
  created: event({
    name: 'messaging.contacts.created',
    scope: 'messaging:read',
    summary: 'A contact was added',
    data: z.object({ contact_id: z.uuid(), consent_state: ConsentState }),
  }),
  updated: event({
    name: 'messaging.contacts.updated',
    scope: 'messaging:read',
    summary: 'A contact was changed',
    data: z.object({ contact_id: z.uuid(), consent_state: ConsentState }),
  }),
  deleted: event({
    name: 'messaging.contacts.deleted',
    scope: 'messaging:read',
    summary: 'A contact was deleted',
    data: z.object({ contact_id: z.uuid() }),
  }),
};
