import { z } from 'zod';
import { event, operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant, InstantInput } from '../time.ts';
import { PhoneE164 } from './contacts.contract.ts';

const SuppressionSource = z
  .enum(['keyword', 'operator', 'provider', 'deletion'])
  .describe(
    'Who holds the number: its own STOP (`keyword`), somebody here (`operator`), the carrier (`provider`), or that its contact was deleted (`deletion`). START lifts only `keyword`; new evidence of consent lifts all',
  );

/** One reason why a number is not messaged. It outlives the contact, as a keyed hash. */
export const Suppression = z
  .object({
    id: z.uuid().describe('That of the consent ledger’s entry which made it'),
    phone_hash: z.string().describe('Keyed hash of the number: the same for the same number in this workspace’s lists'),
    phone_e164: z.string().nullable().describe('The number, where a contact has it; null when only its hash is held'),
    contact_id: z.uuid().nullable().describe('The contact who has it; null when none does'),
    source: SuppressionSource,
    reason: z.string().describe('Why, for people'),
    evidence: z.record(z.string(), z.unknown()).describe('What was given or attested'),
    at: Instant.describe('Since when'),
  })
  .meta({ id: 'Suppression', description: 'One reason why a number is not messaged' });

const SuppressionEvidence = z
  .object({
    channel: z
      .enum(['email', 'phone', 'form', 'chat', 'post', 'in_person', 'other'])
      .describe('How the person said so: any reasonable means counts'),
    text: z.string().max(2000).optional().describe('What they said'),
    at: InstantInput.optional().describe('When they said it; now when omitted'),
    reference: z.string().max(200).optional().describe('Your ticket or case'),
  })
  .meta({ id: 'SuppressionEvidence', description: 'How a person asked to be left alone' });

/** Numbers that are not messaged. */
export const suppressions = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/suppressions',
    summary: 'List suppressed numbers, newest first',
    description: 'Shows no number that no contact has: those are known by their keyed hash only.',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({
      ...pageInput,
      source: SuppressionSource.optional().describe('Only what this source holds'),
      phone_e164: PhoneE164.optional().describe('Only what holds this number'),
    }),
    output: pageOf(Suppression, 'SuppressionPage'),
  }),
  add: operation({
    kind: 'mutation',
    rest: 'POST /messaging/suppressions',
    summary: 'Stop messages to a number, for a person who said so by other means than a keyword',
    description:
      'Holds from the answer on: no message to the number begins after it. It survives the contact and meets later imports; START does not lift it. A number that an operator holds already stays as it is.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({
      phone_e164: PhoneE164.optional().describe('The number; or give `contact_id`'),
      contact_id: z.uuid().optional().describe('The contact whose number it is; or give `phone_e164`'),
      reason: z.string().trim().min(1).max(500).describe('For people, such as `asked by e-mail`'),
      evidence: SuppressionEvidence.optional(),
    }),
    output: Suppression,
    errors: ['not_found', 'validation_failed'],
  }),
};

/** What happens to the suppression list by hand. */
export const suppressionEvents = {
  added: event({
    name: 'messaging.suppressions.added',
    scope: 'messaging:read',
    summary: 'A number was suppressed by an operator',
    data: z.object({ suppression_id: z.uuid(), contact_id: z.uuid().nullable() }),
  }),
};
