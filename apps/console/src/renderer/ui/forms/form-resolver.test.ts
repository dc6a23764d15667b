import { contacts } from '@marquee/api/messaging/contacts.contract';
import { expect, test } from 'vitest';
import { contractResolver, errorsOf, fieldOfPointer, withoutEmpty } from './form-resolver.ts';

const judged = { values: { name: '', attributes: {} }, input: {}, required: 'Fill this in' };
const options = { fields: {}, names: [], shouldUseNativeValidation: false } as never; // what a resolver of ours does not look at

test('a pointer of the server is a field’s name', () => {
  expect(fieldOfPointer('/attributes/first~1last')).toBe('attributes.first/last');
  expect(fieldOfPointer('/phone_e164')).toBe('phone_e164');
});

test('the first issue of a field stands at it, however deep it is', () => {
  const input = { attributes: { city: 7 } };
  const issues = [
    { path: ['attributes', 'city'], message: 'Expected text' },
    { path: ['attributes', 'city'], message: 'Something else' },
  ];

  expect(errorsOf(issues, { ...judged, input })).toEqual({
    attributes: { city: { type: 'contract', message: 'Expected text' } },
  });
});

test('what is missing is asked for in plain words', () => {
  expect(errorsOf([{ path: ['name'], message: 'expected string, received undefined' }], judged)).toEqual({
    name: { type: 'contract', message: 'Fill this in' },
  });
});

test('an issue of something that the form does not show stands above the buttons', () => {
  expect(errorsOf([{ path: ['username'], message: 'Give one' }], judged)).toEqual({
    root: { type: 'contract', message: 'Give one' },
  });
});

test('the contract’s schema judges the form, and its input comes out as the operation takes it', async () => {
  const resolve = contractResolver<{ phone_e164: string }>(async () => contacts.create.input, {
    toInput: (values) => ({ phone_e164: values.phone_e164.replaceAll(' ', '') }),
    required: 'Fill this in',
  });

  const refused = await resolve({ phone_e164: '0171' }, undefined, options);
  const taken = await resolve({ phone_e164: '+49 171' }, undefined, options);

  expect(refused.errors).toHaveProperty('phone_e164.message', expect.stringContaining('E.164'));
  expect(taken).toEqual({ values: { phone_e164: '+49171' }, errors: {} });
});

test('an empty field is a field not given; false and zero are given', () => {
  expect(withoutEmpty({ a: '', b: null, c: undefined, d: false, e: 0 })).toEqual({ d: false, e: 0 });
});
