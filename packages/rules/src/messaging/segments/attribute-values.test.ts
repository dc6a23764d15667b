import { expect, test } from 'vitest';
import { readAttribute } from './attribute-values.ts';

const none = { number: null, boolean: null, instant: null };

test.each([
  ['Berlin', { ...none, text: 'Berlin' }],
  [42.5, { ...none, text: '42.5', number: 42.5 }],
  ['42.5', { ...none, text: '42.5', number: 42.5 }],
  ['-0.5', { ...none, text: '-0.5', number: -0.5 }],
  ['02134', { ...none, text: '02134' }],
  ['1e3', { ...none, text: '1e3' }],
  ['', { ...none, text: '' }],
  [true, { ...none, text: 'true', boolean: true }],
  ['false', { ...none, text: 'false', boolean: false }],
  ['2024-01-31', { ...none, text: '2024-01-31', instant: '2024-01-31T00:00:00.000Z' }],
  ['2024-01-31T10:00+02:00', { ...none, text: '2024-01-31T10:00+02:00', instant: '2024-01-31T08:00:00.000Z' }],
  ['2024-02-31', { ...none, text: '2024-02-31' }],
  ['2024-01-31 10:00', { ...none, text: '2024-01-31 10:00' }],
])('%j reads as %j', (value, expected) => {
  expect(readAttribute(value)).toEqual(expected);
});
