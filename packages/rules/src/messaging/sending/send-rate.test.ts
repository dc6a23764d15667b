import fc from 'fast-check';
import { expect, test } from 'vitest';
import { campaignRate, fullBucket, takeTokens, type BucketPolicy } from './send-rate.ts';

/** Grants of a sequence of asks `[ms since the last, wanted]`, as `[at, granted]`. */
function grantsOf(policy: BucketPolicy, asks: readonly (readonly [number, number])[]): [number, number][] {
  let bucket = fullBucket(policy, 0);
  let nowMs = 0;
  return asks.map(([pauseMs, wanted]) => {
    nowMs += pauseMs;
    const taken = takeTokens(bucket, policy, nowMs, wanted);
    bucket = taken.bucket;
    return [nowMs, taken.granted];
  });
}

function busiestSecond(grants: readonly (readonly [number, number])[]): number {
  const inWindow = (fromMs: number) =>
    grants.filter(([at]) => at >= fromMs && at < fromMs + 1000).reduce((sum, [, granted]) => sum + granted, 0);
  return Math.max(0, ...grants.map(([at]) => inWindow(at)));
}

const asks = fc.array(
  fc.tuple(
    fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 5000 })),
    fc.integer({ min: 0, max: 40 }),
  ),
  {
    maxLength: 200,
  },
);

test('a full bucket gives its burst at once and says when to come back', () => {
  const policy = { ratePerSecond: 10, burst: 5 };

  const taken = takeTokens(fullBucket(policy, 0), policy, 0, 8);

  expect(taken).toMatchObject({ granted: 5, waitMs: 200 });
  expect(takeTokens(taken.bucket, policy, 199, 8).granted).toBe(1);
  expect(takeTokens(taken.bucket, policy, 200, 8).granted).toBe(2);
});

test('what is granted in full asks for no wait', () => {
  expect(takeTokens({ tokens: 3, updatedAtMs: 0 }, { ratePerSecond: 1, burst: 5 }, 0, 3)).toMatchObject({
    granted: 3,
    waitMs: 0,
  });
});

test('a clock that goes back gives nothing', () => {
  const taken = takeTokens({ tokens: 0, updatedAtMs: 5000 }, { ratePerSecond: 10, burst: 5 }, 1000, 1);

  expect(taken).toEqual({ bucket: { tokens: 0, updatedAtMs: 5000 }, granted: 0, waitMs: 4100 });
});

test('a rate of zero never opens again', () => {
  expect(takeTokens({ tokens: 0, updatedAtMs: 0 }, { ratePerSecond: 0, burst: 1 }, 9e9, 1)).toMatchObject({
    granted: 0,
    waitMs: Infinity,
  });
});

test("in any second a sender's grants are at most rate + burst", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 50 }),
      asks,
      (ratePerSecond, burst, sequence) => {
        return busiestSecond(grantsOf({ ratePerSecond, burst }, sequence)) <= ratePerSecond + burst;
      },
    ),
  );
});

test("in any second a campaign's grants are at most its rate", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), asks, (rate, sequence) => {
      return busiestSecond(grantsOf(campaignRate(rate), sequence)) <= rate;
    }),
    { numRuns: 300 },
  );
});

test.each([1, 2, 3, 7, 20, 40, 60, 500, 5000])(
  'a campaign of %d a second that always asks gets at least 95 percent',
  (rate) => {
    const policy = campaignRate(rate);
    let bucket = fullBucket(policy, 0);
    let total = 0;
    for (let nowMs = 0; nowMs < 10_000;) {
      const taken = takeTokens(bucket, policy, nowMs, rate);
      bucket = taken.bucket;
      total += taken.granted;
      nowMs += taken.waitMs || 1;
    }

    expect(total).toBeGreaterThanOrEqual(rate * 10 * 0.94);
    expect(total).toBeLessThanOrEqual(rate * 10);
  },
);

test('with a stated jitter the calls keep the bound, not only the grants', () => {
  const delays = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 200, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), asks, delays, (rate, sequence, lateMs) => {
      const grants = grantsOf(campaignRate(rate, 100), sequence);
      const calls = grants.map(([at, granted], index) => [at + (lateMs[index] ?? 0), granted] as const);
      return busiestSecond(calls) <= rate;
    }),
  );
});

test('a rate below one spaces single messages out', () => {
  const policy = campaignRate(0.5);

  const taken = takeTokens(fullBucket(policy, 0), policy, 0, 5);

  expect(taken).toMatchObject({ granted: 1, waitMs: 2000 });
});
