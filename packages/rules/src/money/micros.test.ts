import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf, microsOf } from './micros.ts';

test('sums of millionths show no rounding where sums of numbers do', () => {
  const price = 0.0079;

  const sum = Array.from({ length: 1000 }).reduce<bigint>((total) => total + microsOf(price), 0n);

  expect(amountOf(sum)).toBe(7.9);
  expect(Array.from({ length: 1000 }).reduce<number>((total) => total + price, 0)).not.toBe(7.9);
});

test('what has at most six decimals comes back as it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (micros) => microsOf(amountOf(BigInt(micros))) === BigInt(micros)),
  );
});
