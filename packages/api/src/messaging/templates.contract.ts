import { z } from 'zod';
import { operation } from '../operation.ts';
import { nameInput, pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';
import { PhoneE164 } from './contacts.contract.ts';

const content = z
  .string()
  .min(1)
  .max(1600)
  .describe(
    'Text of the message, at most 1600 characters; `{name}` is replaced by the contact’s attribute of that name',
  )
  .meta({ examples: ['Hi {name}! Our spring sale starts today.'] });
const variables = z
  .array(z.string().min(1).max(64))
  .max(100)
  .describe('Names used in `content` as `{name}`; when given they must be exactly those');
const name = z
  .string()
  .min(1)
  .max(200)
  .describe('Unique name')
  .meta({ examples: ['Spring sale'] });
const isActive = z.boolean().describe('Inactive templates are not offered for new campaigns');

/** How a text travels: its alphabet and how many parts it is billed as. */
const size = {
  encoding: z.enum(['GSM-7', 'UCS-2']).describe('`UCS-2` as soon as one character is outside GSM 03.38'),
  parts: z.int().describe('Messages it is split into and billed as'),
  character_count: z.int().describe('Characters of the text'),
};

const TextSize = z
  .object(size)
  .meta({ id: 'TextSize', description: 'How a text travels, and how many parts it is billed as' });

/** A text with variables. */
export const Template = z
  .object({
    id: z.uuid().describe('Template id'),
    name: z.string().describe('Unique name'),
    content: z.string().describe('Text; `{name}` is replaced by the contact’s attribute of that name'),
    variables: z.array(z.string()).describe('Names used in `content`, in order of appearance'),
    ...size,
    worst_case: TextSize.describe(
      'With every variable replaced by 40 characters outside GSM 03.38: what a message can cost when values are long',
    ),
    is_active: isActive,
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Template', description: 'A text with variables' });

const TemplatePreview = z
  .object({
    text: z.string().describe('The text with variables replaced; a missing one stays as `{name}`'),
    ...size,
    missing_variables: z.array(z.string()).describe('Variables without a value: a campaign leaves such a contact out'),
  })
  .meta({ id: 'TemplatePreview', description: 'A template as one contact would get it' });

const byId = z.object({ template_id: z.uuid().describe('Template id') });

/** Texts with variables, and what they cost to send. */
export const templates = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/templates',
    summary: 'List templates, newest first',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({
      ...pageInput,
      ...nameInput,
      is_active: z.boolean().optional().describe('Only active, or only inactive ones'),
    }),
    output: pageOf(Template, 'TemplatePage'),
    documented: ['messaging GET /api/v1/templates'],
  }),
  create: operation({
    kind: 'mutation',
    rest: 'POST /messaging/templates',
    status: 201,
    location: '/messaging/templates/{id}',
    summary: 'Add a template',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'key',
    input: z.object({ name, content, variables: variables.optional(), is_active: isActive.default(true) }),
    output: Template,
    errors: ['conflict', 'validation_failed'],
    documented: ['messaging POST /api/v1/templates'],
  }),
  get: operation({
    kind: 'query',
    rest: 'GET /messaging/templates/{template_id}',
    summary: 'Get a template',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: byId,
    output: Template,
    errors: ['not_found'],
  }),
  update: operation({
    kind: 'mutation',
    rest: 'PUT /messaging/templates/{template_id}',
    summary: 'Change a template',
    description: 'Fields left out keep their value. Running campaigns keep the text they began with.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: byId.extend({
      name: name.optional(),
      content: content.optional(),
      variables: variables.optional(),
      is_active: isActive.optional(),
    }),
    output: Template,
    errors: ['not_found', 'conflict', 'validation_failed'],
  }),
  delete: operation({
    kind: 'mutation',
    rest: 'DELETE /messaging/templates/{template_id}',
    summary: 'Delete a template',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: byId,
    output: z.object({ id: z.uuid().describe('Template id') }).meta({ id: 'DeletedTemplate' }),
    errors: ['not_found', 'conflict'],
  }),
  preview: operation({
    kind: 'query',
    rest: 'POST /messaging/templates/{template_id}/preview',
    summary: 'Show a template as one contact would get it',
    description: 'Values come from the contact, if one is named, and then from `values`, which win.',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: byId.extend({
      contact_id: z.uuid().optional().describe('Fill it in for this contact'),
      phone_e164: PhoneE164.optional().describe('The same, by phone number'),
      values: z
        .record(z.string().max(64), z.union([z.string().max(500), z.number(), z.boolean()]))
        .optional()
        .describe('Values by variable name')
        .meta({ examples: [{ name: 'Ada' }] }),
    }),
    output: TemplatePreview,
    example: { values: { name: 'Ada' } },
    errors: ['not_found'],
  }),
};
