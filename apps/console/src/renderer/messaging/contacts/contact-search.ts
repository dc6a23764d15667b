import type { InputOf } from '../../api/operations.ts';
import type { Contact } from './contacts.queries.ts';

/** The longest text that lists take. */
const charsMax = 100;

/**
 * What the list of contacts is asked for so that it shows whom a text finds; the server takes two characters and more. With its plus
 * it is a number and nothing else, of which all are found that begin so.
 */
export function contactSearch(text = ''): Pick<InputOf<'messaging.contacts.list'>, 'search' | 'phone_prefix'> {
  const search = text.trim().slice(0, charsMax).trim();
  if (search.length < 2) return {};
  const digits = search.replaceAll(/\D/g, '');
  const isNumber = /^\+[\d\s()./-]+$/.test(search) && digits.length <= 15;
  return isNumber ? { phone_prefix: `+${digits}` } : { search };
}

/** What a contact is called, as far as its attributes say. */
export function contactName({ attributes }: Pick<Contact, 'attributes'>): string {
  const { name, first_name: first, last_name: last } = attributes;
  return String(name ?? [first, last].filter((part) => part !== undefined).join(' '));
}

/** What tells a contact from others that a text found: its number, where it has a name, and the attribute that was meant. */
export function besideName(contact: Pick<Contact, 'attributes' | 'phone_e164'>, text: string): string {
  const name = contactName(contact);
  const holds = (value: unknown) => String(value).toLowerCase().includes(text.trim().toLowerCase());
  const meant = holds(name) ? undefined : Object.values(contact.attributes).find(holds);
  return [...(name === '' ? [] : [contact.phone_e164]), ...(meant === undefined ? [] : [String(meant)])].join(' · ');
}
