import { expect, test } from 'vitest';
import { besideName, contactName, contactSearch } from './contact-search.ts';

test.each([
  ['', {}],
  [' a ', {}],
  [' ada love ', { search: 'ada love' }],
  ['+', {}],
  ['+49 (151)', { phone_prefix: '+49151' }],
  ['0151 23', { search: '0151 23' }],
  ['12045', { search: '12045' }],
  ['x'.repeat(300), { search: 'x'.repeat(100) }],
])('%j asks for %j', (text, input) => {
  expect(contactSearch(text)).toEqual(input);
});

test.each([
  [{ name: 'Ada Lovelace', first_name: 'A.' }, 'Ada Lovelace'],
  [{ first_name: 'Ada', last_name: 'Lovelace' }, 'Ada Lovelace'],
  [{ last_name: 'Lovelace' }, 'Lovelace'],
  [{ city: 'London' }, ''],
])('%j is called %j', (attributes, name) => {
  expect(contactName({ attributes })).toBe(name);
});

test('beside a name stands the number, and what else was meant', () => {
  const phone_e164 = '+4915550001';
  const attributes = { name: 'Ada', city: 'London', order: 12_045 };
  expect(besideName({ attributes, phone_e164 }, 'ada')).toBe('+4915550001');
  expect(besideName({ attributes, phone_e164 }, 'lon')).toBe('+4915550001 · London');
  expect(besideName({ attributes, phone_e164 }, '1204')).toBe('+4915550001 · 12045');
  expect(besideName({ attributes: { city: 'London' }, phone_e164 }, '+49155')).toBe('');
});
