import { expect, test } from 'vitest';
import { createInput, fieldsOf, newContactFields, undoInput, updateInput } from './contact-form.ts';
import type { Contact } from './contacts.queries.ts';

const at = '2026-03-15T09:00:00.000Z';
const contact: Contact = {
  id: '00000000-0000-7000-8000-000000000001',
  number: 1,
  phone_e164: '+14155550001',
  consent_state: 'OPT_OUT',
  consent_updated_at: at,
  attributes: { name: 'Ada', visits: 3, vip: true },
  time_zone: 'Europe/Berlin',
  created_at: at,
  updated_at: at,
  last_message_received: null,
};

test('a number is taken as people write it', () => {
  expect(createInput({ ...newContactFields, phone_e164: '+49 (171) 555-0001' })).toMatchObject({
    phone_e164: '+491715550001',
    consent_state: 'OPT_OUT',
    attributes: {},
  });
});

test('evidence goes with opting in, and only with that', () => {
  const fields = { ...newContactFields, consent_evidence: { source: ' signup form ', text: '' } };

  expect(createInput({ ...fields, consent_state: 'OPT_IN' })).toMatchObject({
    consent_evidence: { source: 'signup form' },
  });
  expect(createInput(fields)).not.toHaveProperty('consent_evidence');
});

test('a form that was not touched changes nothing', () => {
  expect(updateInput(fieldsOf(contact), contact)).toEqual({ phone_e164: contact.phone_e164 });
});

test('a changed value keeps its kind, a removed one is null, an emptied zone is forgotten', () => {
  const fields = fieldsOf(contact);
  const attributes = [
    { name: 'visits', value: '4' },
    { name: 'vip', value: 'false' },
    { name: 'zip', value: '01067' },
  ];

  expect(updateInput({ ...fields, attributes, time_zone: null }, contact)).toEqual({
    phone_e164: contact.phone_e164,
    time_zone: null,
    attributes: { visits: 4, vip: false, zip: '01067', name: null },
  });
});

test('taking a change back restores what it touched and no more', () => {
  const change = { phone_e164: contact.phone_e164, attributes: { visits: 4, zip: '01067' } };

  expect(undoInput(change, contact)).toEqual({
    phone_e164: contact.phone_e164,
    attributes: { visits: 3, zip: null },
  });
});
