import { expect, test } from 'vitest';
import { guessChoices, mappingIssue, mappingOf } from './column-mapping.ts';
import { columnsIn, columnsOf } from './file-columns.ts';

test('a table shows its columns with the first values that differ', () => {
  const columns = columnsIn('Phone;City;Note\r\n+4915100;Berlin;"a; ""b"""\r\n+4915101;Berlin;\r\n+49151');

  expect(columns).toEqual([
    { name: 'Phone', examples: ['+4915100', '+4915101', '+49151'] },
    { name: 'City', examples: ['Berlin'] },
    { name: 'Note', examples: ['a; "b"'] },
  ]);
});

test('objects show every name that one of them has, however the head of the file ends', () => {
  const array = columnsIn('[{"phone":"+1","tags":["a"]},\n{"phone":"+2","city":"Bo}nn"},{"phone":"+3');
  const lines = columnsIn('{"phone":"+1"}\n{"phone":"+2"}\n');

  expect(array.map(({ name }) => name)).toEqual(['phone', 'tags', 'city']);
  expect(lines).toEqual([{ name: 'phone', examples: ['+1', '+2'] }]);
});

test('a file in UTF-16 is read as one', async () => {
  const bytes = new Uint8Array([0xff, 0xfe, ...Buffer.from('Größe\n1', 'utf16le')]);

  expect(await columnsOf(new Blob([bytes]))).toEqual([{ name: 'Größe', examples: ['1'] }]);
});

test('columns are known by their names, each field once', () => {
  const choices = guessChoices(['Mobile Phone', 'Phone', 'Opt-in', 'Time zone', 'City']);

  expect(choices.map(({ target }) => target)).toEqual([
    ...['phone_e164', 'attribute', 'consent_state', 'time_zone', 'attribute'],
  ]);
  expect(mappingOf(choices)).toEqual({
    ...{ 'Mobile Phone': 'phone_e164', Phone: 'Phone', 'Opt-in': 'consent_state' },
    ...{ 'Time zone': 'time_zone', City: 'City' },
  });
});

test('an import without a phone number, or with two, is not sent', () => {
  const [phone] = guessChoices(['phone']);

  expect(mappingIssue(guessChoices(['city']))).toBe('phoneMissing');
  expect(mappingIssue(phone === undefined ? [] : [phone, phone])).toBe('phoneTwice');
  expect(mappingIssue(guessChoices(['phone', 'city']))).toBeNull();
});
