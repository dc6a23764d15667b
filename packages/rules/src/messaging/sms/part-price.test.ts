import { expect, test } from 'vitest';
import { partPriceOf } from './part-price.ts';

const prices = new Map([
  ['+1', 7900n],
  ['+1787', 50_000n],
  ['+49', 75_000n],
]);

test('the longest prefix of a number is its price', () => {
  expect(partPriceOf('+14155550100', prices)).toBe(7900n);
  expect(partPriceOf('+17875550100', prices)).toBe(50_000n);
  expect(partPriceOf('+4915112345678', prices)).toBe(75_000n);
});

test('a number that no prefix fits has the price of all, or none', () => {
  expect(partPriceOf('+3312345678', prices)).toBeNull();
  expect(partPriceOf('+3312345678', new Map([...prices, ['', 1n]]))).toBe(1n);
});
