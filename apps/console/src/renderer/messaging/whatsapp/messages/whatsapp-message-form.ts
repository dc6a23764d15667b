import type { InputOf } from '../../../api/operations.ts';
import type { Contact } from '../../contacts/contacts.queries.ts';
import type { WhatsappTemplate } from '../whatsapp.queries.ts';

type Input = InputOf<'messaging.whatsappMessages.send'>;

/** What stands in the fields of one message; named as the operation names it, so that refusals find their field. */
export interface WhatsappMessageFields {
  readonly sender_id: string;
  readonly phone_e164: string;
  readonly message_type: 'template' | 'text';
  readonly template_name: string;
  readonly language: string;
  /** What the chosen template's variables are called. */
  readonly variables: readonly string[];
  /** Values by name; those of a template chosen before stay, in case it is chosen again. */
  readonly template_variables: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What the chosen template puts into the fields; null takes it out. */
export function chosenFields(
  template: WhatsappTemplate | null,
): Pick<WhatsappMessageFields, 'template_name' | 'language' | 'variables'> {
  const header = template?.header_variable ?? null;
  return {
    template_name: template?.name ?? '',
    language: template?.language ?? '',
    variables: [...(header === null ? [] : [header]), ...(template?.body_variables ?? [])],
  };
}

interface Filling {
  readonly variables: readonly string[];
  /** What stands in the fields. */
  readonly values: Readonly<Record<string, string>>;
  /** What was put there from a contact before. */
  readonly filled: Readonly<Record<string, string>>;
  readonly attributes: Contact['attributes'];
}

/** The variables whose fields get another text from a contact's attributes: those that nobody has typed into. */
export function newValues({ variables, values, filled, attributes }: Filling): Readonly<Record<string, string>> {
  const untouched = variables.filter((name) => ['', undefined, filled[name]].includes(values[name]));
  const texts = untouched.map((name) => [name, oneLine(attributes[name])] as const);
  return Object.fromEntries(texts.filter(([name, text]) => text !== (values[name] ?? '')));
}

/** Meta takes neither line breaks nor tabs. */
function oneLine(value: Contact['attributes'][string] | undefined): string {
  return value === undefined ? '' : String(value).trim().replaceAll(/\s+/g, ' ');
}

/** The number as the server takes it; null while it is none. */
export function phoneIn(text: string): string | null {
  const phone = text.replaceAll(/[\s()/.-]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{4,14}$/.test(phone) ? phone : null;
}

/** What sending takes. */
export function messageInput(fields: WhatsappMessageFields): Input {
  const { sender_id, message_type, template_name, language, text } = fields;
  const common = { sender_id, message_type, phone_e164: phoneIn(fields.phone_e164) ?? fields.phone_e164.trim() };
  if (message_type === 'text') return { ...common, text };
  const values = fields.variables.map((name) => [name, fields.template_variables[name]?.trim() ?? ''] as const);
  return {
    ...{ ...common, template_name },
    ...(language === '' ? {} : { language }),
    template_variables: Object.fromEntries(values),
  };
}
