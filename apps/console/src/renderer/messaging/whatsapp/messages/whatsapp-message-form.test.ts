import { expect, test } from 'vitest';
import { chosenFields, messageInput, newValues, phoneIn, type WhatsappMessageFields } from './whatsapp-message-form.ts';

const fields: WhatsappMessageFields = {
  ...{ sender_id: 'whatsapp', phone_e164: '+49 (151) 234-567 89', message_type: 'template', text: 'left over' },
  ...{ template_name: 'order_ready', language: 'en', variables: ['shop', 'name'] },
  template_variables: { shop: ' Ada’s ', name: 'Grace', other: 'of another template' },
};

test('a template goes with its own variables alone, and free text with no template', () => {
  expect(messageInput(fields)).toEqual({
    ...{ sender_id: 'whatsapp', phone_e164: '+4915123456789', message_type: 'template' },
    ...{ template_name: 'order_ready', language: 'en', template_variables: { shop: 'Ada’s', name: 'Grace' } },
  });
  expect(messageInput({ ...fields, message_type: 'text', text: 'Hello' })).toEqual({
    ...{ sender_id: 'whatsapp', phone_e164: '+4915123456789', message_type: 'text', text: 'Hello' },
  });
});

test.each([
  ['+49 151 23456789', '+4915123456789'],
  ['0049151/23456789', '+4915123456789'],
  ['015123456789', null],
  ['+49', null],
  ['', null],
])('%j is the number %s', (text, phone) => {
  expect(phoneIn(text)).toBe(phone);
});

test('no template takes the one before out', () => {
  expect(chosenFields(null)).toEqual({ template_name: '', language: '', variables: [] });
});

test('variables are filled in from the contact, once and only where nobody has typed', () => {
  const variables = ['name', 'city', 'code', 'shop'];
  const attributes = { name: 'Ada\n Lovelace', city: 'London', code: 7, other: 'left alone' };

  const first = newValues({ variables, values: { city: 'Paris' }, filled: {}, attributes });

  expect(first).toEqual({ name: 'Ada Lovelace', code: '7' });
  const values = { city: 'Paris', ...first };
  expect(newValues({ variables, values, filled: first, attributes })).toEqual({});
});

test('what was filled in from one contact does not go to another', () => {
  const values = { name: 'Ada', city: 'Paris', code: '8' };
  const filled = { name: 'Ada', city: 'London', code: '7' };

  const next = newValues({ variables: ['name', 'city', 'code'], values, filled, attributes: { city: 'Rome' } });

  expect(next).toEqual({ name: '' });
});
