import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, quantileOf, relativeError, smallestValue, valueOf, type BucketCount } from './log-histogram.ts';

const values = fc.oneof(
  fc.double({ min: -1e15, max: 1e15, noNaN: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(0, smallestValue, -smallestValue, 1e15, -1e15, 1e-11),
);
const quantiles = fc.constantFrom(0, 0.01, 0.5, 0.95, 0.99, 1);

function countsOf(list: readonly number[]): readonly BucketCount[] {
  return list.map((value) => ({ bucket: bucketOf(value), count: 1 }));
}

test('what stands for a bucket is within 1 % of each value in it, and zero for those next to zero', () => {
  fc.assert(
    fc.property(values, (value) => {
      const stood = valueOf(bucketOf(value));
      if (Math.abs(value) < smallestValue) return stood === 0;
      return Math.abs(stood - value) <= relativeError * Math.abs(value) * (1 + 1e-9);
    }),
    { numRuns: 2000 },
  );
});

test('buckets are ordered as their values, mirrored about zero, and fit two bytes', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(Math.sign(bucketOf(a) - bucketOf(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
      expect(bucketOf(-a) + bucketOf(a)).toBe(0);
      expect(Math.abs(bucketOf(a))).toBeLessThan(32_768);
    }),
    { numRuns: 2000 },
  );
});

test('a quantile is within 1 % of the value at its rank', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 200 }), quantiles, (list, q) => {
      const rank = Math.max(1, Math.ceil(q * list.length));
      const exact = list.toSorted((a, b) => a - b)[rank - 1] ?? Number.NaN;
      const told = quantileOf(q, countsOf(list)) ?? Number.NaN;
      return Math.abs(told - exact) <= relativeError * Math.abs(exact) * (1 + 1e-9) + smallestValue;
    }),
    { numRuns: 500 },
  );
});

test('histograms of parts, in any order, give what the histogram of the whole gives', () => {
  fc.assert(
    fc.property(fc.array(values), fc.array(values), quantiles, (one, other, q) => {
      const whole = countsOf([...one, ...other]);
      const merged = new Map<number, number>();
      for (const { bucket, count } of whole) merged.set(bucket, (merged.get(bucket) ?? 0) + count);
      const added = [...merged].map(([bucket, count]) => ({ bucket, count }));
      expect(quantileOf(q, [...countsOf(other), ...countsOf(one)])).toBe(quantileOf(q, added));
    }),
  );
});

test('no values have no quantile, and one value is all of them', () => {
  expect(quantileOf(0.5, [])).toBeNull();
  expect(quantileOf(0.5, [{ bucket: 3, count: 0 }])).toBeNull();
  expect(quantileOf(0.99, countsOf([0]))).toBe(0);
});
