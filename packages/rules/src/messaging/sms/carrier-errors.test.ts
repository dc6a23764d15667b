import { expect, test } from 'vitest';
import { carrierError } from './carrier-errors.ts';

test('a known code has its cause and a sentence', () => {
  expect(carrierError(21_211)).toEqual({ cause: 'invalid_phone_number', message: "Invalid 'To' phone number" });
});

test('an unknown code stands for itself, and no code for the unknown', () => {
  expect(carrierError(99_999).cause).toBe('error_99999');
  expect(carrierError(null).cause).toBe('unknown');
});
