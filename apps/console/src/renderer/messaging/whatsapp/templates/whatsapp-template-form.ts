import { whatsappTemplateFaults, whatsappVariableCount } from '@marquee/rules/messaging/whatsapp/whatsapp-template';
import type { InputOf } from '../../../api/operations.ts';
import type { SchemaLoader } from '../../../ui/forms/form-resolver.ts';
import type { WhatsappTemplate } from '../whatsapp.queries.ts';

type Input = InputOf<'messaging.whatsappTemplates.create'>;

/** What stands in the fields of a template; named as the operation names it, so that refusals find their field. */
export interface WhatsappTemplateFields {
  readonly sender_id: string;
  readonly name: string;
  readonly language: string;
  readonly category: 'MARKETING' | 'UTILITY';
  readonly header_content: string;
  readonly header_variable: string;
  readonly header_sample: string;
  readonly body_text: string;
  /** By place; those of places that the text has no more stay, in case it has them again. */
  readonly body_variables: readonly string[];
  readonly samples: readonly string[];
  readonly footer_text: string;
}

/** The fields of a new template, like another one where there is one. */
export function templateFieldsOf(from: WhatsappTemplate | null, senderId: string): WhatsappTemplateFields {
  const names = from?.body_variables ?? [];
  return {
    sender_id: senderId,
    // A name that Meta has seen is taken there, whatever became of it.
    name: from === null ? '' : `${from.name}_2`,
    language: from?.language ?? 'en',
    category: from?.category === 'MARKETING' ? 'MARKETING' : 'UTILITY',
    header_content: from?.header_text ?? '',
    header_variable: from?.header_variable ?? '',
    header_sample: '',
    body_text: from?.body_text ?? '',
    body_variables: names.map((name) => (/^\d+$/.test(name) ? '' : name)),
    samples: names.map(() => ''),
    footer_text: from?.footer_text ?? '',
  };
}

/** How many variables a text has; what is not numbered as Meta wants it has none yet. */
export function variablesIn(text: string): number {
  return whatsappVariableCount(text) ?? 0;
}

/** What making the template takes. */
export function templateInput(fields: WhatsappTemplateFields): Input {
  const { header_content, header_variable, header_sample, footer_text, body_text } = fields;
  const hasHeader = header_content !== '';
  const hasHeaderVariable = hasHeader && variablesIn(header_content) > 0;
  const names = Array.from({ length: variablesIn(body_text) }, (_, at) => fields.body_variables[at] ?? '');
  const samples = [
    ...names.map((name, at) => [name, fields.samples[at] ?? ''] as const),
    ...(hasHeaderVariable ? [[header_variable, header_sample] as const] : []),
  ].filter(([name, sample]) => name !== '' && sample !== '');
  return {
    ...(fields.sender_id === '' ? {} : { sender_id: fields.sender_id }),
    ...{ name: fields.name, language: fields.language, category: fields.category, body_text, body_variables: names },
    header_type: hasHeader ? 'TEXT' : 'NONE',
    ...(hasHeader ? { header_content } : {}),
    ...(hasHeaderVariable ? { header_variable } : {}),
    ...(footer_text === '' ? {} : { footer_text }),
    examples: Object.fromEntries(samples),
  };
}

const fieldOf = { name: 'name', body: 'body_text', header: 'header_content', footer: 'footer_text' } as const;

/** The contract's schema, and Meta's own rules over it, which the server holds to as well. */
export const templateSchema: SchemaLoader = async () => {
  const { whatsappTemplates } = await import('@marquee/api/messaging/whatsapp-templates.contract');
  return whatsappTemplates.create.input.superRefine(({ name, body_text, header_content, footer_text }, judged) => {
    const faults = whatsappTemplateFaults({ name, body: body_text, header: header_content, footer: footer_text });
    for (const { part, detail } of faults) judged.addIssue({ code: 'custom', path: [fieldOf[part]], message: detail });
  });
};
