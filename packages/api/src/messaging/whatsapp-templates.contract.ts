import { z } from 'zod';
import { event, operation } from '../operation.ts';
import { nameInput, pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';

/** How a template stands with Meta. */
const WhatsappTemplateStatus = z
  .enum(['submitting', 'pending', 'approved', 'rejected', 'paused', 'disabled', 'deleted'])
  .describe(
    '`submitting`: on its way to Meta. `pending`: Meta reviews it. `approved`: can be sent. `rejected`: see `reason`. `paused` and `disabled`: people complained. `deleted`: gone at Meta',
  )
  .meta({ id: 'WhatsappTemplateStatus' });

const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'Start with a letter or _, at most 64 of a-z A-Z 0-9 _');

const texts = {
  name: z
    .string()
    .min(1)
    .max(512)
    .describe('Name at Meta: a-z, 0-9 and _ only; cannot change')
    .meta({ examples: ['campaign_performance'] }),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, 'A language as Meta writes it, such as en, en_US or de')
    .describe('Language as Meta writes it, such as `en`, `en_US` or `de`'),
  body_text: z
    .string()
    .min(1)
    .max(4096)
    .describe('The text, at most 1024 characters, with variables `{{1}}`, `{{2}}` … without a gap')
    .meta({ examples: ['Hi {{1}}, your campaign {{2}} achieved {{3}} ROAS today!'] }),
};

/** A message that Meta lets businesses send to people who have not written lately. */
export const WhatsappTemplate = z
  .object({
    id: z.uuid().describe('Id of the template here'),
    business_account_id: z.string().describe('The WhatsApp Business Account it belongs to'),
    name: texts.name,
    language: z.string().describe('Language as Meta writes it'),
    category: z.string().describe('What Meta prices and limits it as: MARKETING, UTILITY or AUTHENTICATION'),
    status: WhatsappTemplateStatus,
    reason: z.string().nullable().describe('Why Meta rejected, paused or disabled it'),
    header_text: z.string().nullable().describe('Heading; null for none'),
    body_text: z.string().describe('The text with its variables'),
    footer_text: z.string().nullable().describe('Small print; null for none'),
    header_variable: z.string().nullable().describe('Your name of the heading’s variable; null when it has none'),
    body_variables: z
      .array(z.string())
      .describe('Your names of the variables, the first one `{{1}}`; their numbers, where it was not made here'),
    provider_id: z.string().nullable().describe('Meta’s id of it; null until Meta has it'),
    job_id: z.uuid().nullable().describe('The job that hands it to Meta; null when it was not made here'),
    status_at: Instant.describe('Since when it stands so, as far as is known here'),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'WhatsappTemplate', description: 'A WhatsApp message template and how it stands with Meta' });

/** A WhatsApp message template. */
export type WhatsappTemplate = z.infer<typeof WhatsappTemplate>;

/** Templates of WhatsApp messages. */
export const whatsappTemplates = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/whatsapp/templates',
    summary: 'List WhatsApp templates, newest first',
    description:
      'How they stand is told by Meta’s webhook, and read from Meta’s own list every few minutes. Templates made at Meta appear too.',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({
      ...pageInput,
      ...nameInput,
      status: WhatsappTemplateStatus.optional().describe('Only those that stand so'),
      name: texts.name.optional().describe('Only of this name, in every language'),
    }),
    output: pageOf(WhatsappTemplate, 'WhatsappTemplatePage'),
    documented: ['ads GET /api/v1/whatsapp/templates'],
  }),
  get: operation({
    kind: 'query',
    rest: 'GET /messaging/whatsapp/templates/{template_id}',
    summary: 'Get a WhatsApp template and how it stands with Meta',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ template_id: z.uuid().describe('Id of the template here') }),
    output: WhatsappTemplate,
    errors: ['not_found'],
  }),
  create: operation({
    kind: 'mutation',
    rest: 'POST /messaging/whatsapp/templates',
    summary: 'Make a WhatsApp template and hand it to Meta for review',
    description:
      'Checked by Meta’s rules first. It is handed over durably: as soon as Meta answers it is `pending`, and `approved` or `rejected` once reviewed. A name that Meta refused outright may be used again.',
    example: {
      name: 'campaign_performance',
      category: 'UTILITY',
      body_text: 'Hi {{1}}, your campaign {{2}} achieved {{3}} ROAS today!',
      body_variables: ['customer_name', 'campaign_name', 'roas_value'],
      examples: { customer_name: 'Ada', campaign_name: 'Summer Sale', roas_value: '3.5' },
    },
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'key',
    status: 201,
    input: z.object({
      sender_id: z
        .string()
        .max(63)
        .optional()
        .describe('A WhatsApp sender of the account; may be left out when there is one only'),
      name: texts.name,
      language: texts.language.default('en'),
      category: z
        .enum(['MARKETING', 'UTILITY'])
        .describe('MARKETING for offers and news, UTILITY for what a person asked to be told')
        .meta({ examples: ['UTILITY'] }),
      header_type: z.enum(['TEXT', 'NONE']).optional().describe('TEXT when there is a heading'),
      header_content: z
        .string()
        .max(1000)
        .optional()
        .describe('Heading, at most 60 characters and one variable `{{1}}`'),
      header_variable: VariableName.optional().describe('Your name of the heading’s variable'),
      body_text: texts.body_text,
      footer_text: z.string().max(1000).optional().describe('Small print, at most 60 characters, without variables'),
      body_variables: z
        .array(VariableName)
        .max(100)
        .default([])
        .describe('Your names of the variables: the first one is `{{1}}`')
        .meta({ examples: [['customer_name', 'campaign_name', 'roas_value']] }),
      examples: z
        .record(VariableName, z.string().min(1).max(200))
        .default({})
        .describe('A value of each variable for Meta’s reviewers, by your names; the name itself when left out'),
    }),
    output: WhatsappTemplate,
    errors: ['conflict', 'not_configured', 'validation_failed', 'unprocessable'],
    documented: ['ads POST /api/v1/whatsapp/templates'],
  }),
};

/** What happens to templates. */
export const whatsappTemplateEvents = {
  changed: event({
    name: 'messaging.whatsapp_templates.changed',
    scope: 'messaging:read',
    summary: 'A WhatsApp template stands differently with Meta',
    data: z.object({ template_id: z.uuid(), status: z.string() }),
  }),
};
