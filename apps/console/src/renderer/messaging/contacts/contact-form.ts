import type { InputOf } from '../../api/operations.ts';
import type { Contact } from './contacts.queries.ts';

/** What stands in the fields of a contact. */
export interface ContactFields {
  readonly phone_e164: string;
  readonly consent_state: Contact['consent_state'];
  readonly consent_evidence: { readonly source: string; readonly text: string };
  readonly time_zone: string | null;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

/** The fields of a new contact. */
export const newContactFields: ContactFields = {
  phone_e164: '',
  consent_state: 'OPT_OUT',
  consent_evidence: { source: '', text: '' },
  time_zone: null,
  attributes: [{ name: 'name', value: '' }],
};

/** The fields of a contact that exists. */
export function fieldsOf({ phone_e164, consent_state, time_zone, attributes }: Contact): ContactFields {
  const pairs = Object.entries(attributes).map(([name, value]) => ({ name, value: String(value) }));
  return { phone_e164, consent_state, consent_evidence: { source: '', text: '' }, time_zone, attributes: pairs };
}

/** What adding a contact takes. */
export function createInput(fields: ContactFields): InputOf<'messaging.contacts.create'> {
  const { phone_e164, consent_state, time_zone } = fields;
  return {
    phone_e164: phone_e164.replaceAll(/[\s()-]/g, ''),
    consent_state,
    ...evidenceOf(fields),
    ...(time_zone === null ? {} : { time_zone }),
    attributes: Object.fromEntries(filled(fields).map(({ name, value }) => [name, typed(value, undefined)])),
  };
}

/** What changing a contact takes: only what differs, with null for attributes that were taken away. */
export function updateInput(fields: ContactFields, before: Contact): InputOf<'messaging.contacts.update'> {
  const kept = filled(fields);
  const removed = Object.keys(before.attributes).filter((name) => kept.every((each) => each.name !== name));
  const changed = kept
    .map(({ name, value }) => [name, typed(value, before.attributes[name])] as const)
    .filter(([name, value]) => before.attributes[name] !== value);
  const attributes = Object.fromEntries([...changed, ...removed.map((name) => [name, null] as const)]);
  return {
    phone_e164: before.phone_e164,
    ...(fields.consent_state === before.consent_state ? {} : { consent_state: fields.consent_state }),
    ...evidenceOf(fields),
    ...(fields.time_zone === before.time_zone ? {} : { time_zone: fields.time_zone }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}

/** What takes a change back. */
export function undoInput(
  change: InputOf<'messaging.contacts.update'>,
  before: Contact,
): InputOf<'messaging.contacts.update'> {
  const attributes = Object.fromEntries(
    Object.keys(change.attributes ?? {}).map((name) => [name, before.attributes[name] ?? null]),
  );
  return {
    phone_e164: before.phone_e164,
    ...(change.time_zone === undefined ? {} : { time_zone: before.time_zone }),
    ...(change.attributes === undefined ? {} : { attributes }),
  };
}

function evidenceOf({ consent_state, consent_evidence: { source, text } }: ContactFields) {
  return consent_state === 'OPT_IN' && source.trim() !== ''
    ? { consent_evidence: { source: source.trim(), ...(text.trim() === '' ? {} : { text: text.trim() }) } }
    : {};
}

function filled({ attributes }: ContactFields) {
  return attributes.filter(({ name, value }) => name.trim() !== '' && value !== '');
}

// A value keeps the kind it had; a new one is text, so that numbers with leading zeros stay what they are.
function typed(value: string, before: string | number | boolean | undefined): string | number | boolean {
  if (typeof before === 'number' && Number.isFinite(Number(value))) return Number(value);
  if (typeof before === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
