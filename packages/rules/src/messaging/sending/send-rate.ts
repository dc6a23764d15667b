/** How full a token bucket was, and when. */
export interface TokenBucket {
  readonly tokens: number;
  readonly updatedAtMs: number;
}

/** A token bucket's speed and size. */
export interface BucketPolicy {
  /** Tokens that come back each second. */
  readonly ratePerSecond: number;
  /** Tokens it holds when full; at least 1 is always held, or nothing could ever go. */
  readonly burst: number;
}

/** What a bucket gave. */
export interface TokensTaken {
  readonly bucket: TokenBucket;
  readonly granted: number;
  /** 0 when all was granted, else how long until asking again pays. */
  readonly waitMs: number;
}

/**
 * Takes up to `wanted` whole tokens. Over any window `[t, t + 1 s)` the grants are fewer than
 * `ratePerSecond + burst + 1`, however the calls are spread; a clock that goes back gives nothing.
 *
 * Source: token bucket as in RFC 3290 §A; the sum bound follows from its arrival curve `burst + rate · t`.
 */
// oxlint-disable-next-line max-params -- four plain values of one question; an object would be made per recipient
export function takeTokens(bucket: TokenBucket, policy: BucketPolicy, nowMs: number, wanted: number): TokensTaken {
  const capacity = Math.max(1, policy.burst);
  const elapsedMs = Math.max(0, nowMs - bucket.updatedAtMs);
  const tokens = Math.min(capacity, bucket.tokens + (elapsedMs * policy.ratePerSecond) / 1000);
  const granted = Math.max(0, Math.min(Math.floor(wanted), Math.floor(tokens + roundingSlack)));
  const left = Math.max(0, tokens - granted);
  const missing = Math.floor(wanted) - granted;
  const updatedAtMs = Math.max(nowMs, bucket.updatedAtMs);
  const waitMs = missing <= 0 ? 0 : waitForMs({ left, missing, capacity }, policy) + (updatedAtMs - nowMs);
  return { bucket: { tokens: left, updatedAtMs }, granted, waitMs };
}

/** A bucket that has been idle long enough to be full. */
export function fullBucket(policy: BucketPolicy, nowMs: number): TokenBucket {
  return { tokens: Math.max(1, policy.burst), updatedAtMs: nowMs };
}

/**
 * The bucket that holds a campaign to its rate: never more than `ratePerSecond` grants in any window
 * `[t, t + 1 s)`. A bucket gives fewer than `rate + burst + 1` in such a window, so burst and refill share
 * `ratePerSecond + 1`: up to a twentieth is burst (to grant in chunks), the rest refill, at least 95 % throughput.
 * Below one a second a window can still hold a single message.
 *
 * Source: the messaging document's `rate_limit_per_second`, read strictly.
 *
 * @param jitterMs how much later than its grant a call may begin; the bound then holds for the calls themselves
 */
export function campaignRate(ratePerSecond: number, jitterMs = 0): BucketPolicy {
  const stretch = 1 + jitterMs / 1000;
  if (ratePerSecond < 1) return { ratePerSecond: ratePerSecond / stretch, burst: 1 };
  const whole = Math.floor(ratePerSecond);
  const burst = Math.max(1, Math.floor(whole / 20));
  return { ratePerSecond: (whole + 1 - burst) / stretch, burst };
}

/** Float sums fall short of whole tokens by about 1e-13; real shortfalls are a thousandth of the rate. */
const roundingSlack = 1e-9;

interface Shortage {
  readonly left: number;
  readonly missing: number;
  readonly capacity: number;
}

/** Waits for half a bucket rather than one token, so that callers wake seldom and lose nothing by overflow. */
function waitForMs({ left, missing, capacity }: Shortage, policy: BucketPolicy): number {
  if (policy.ratePerSecond <= 0) return Infinity;
  const target = Math.max(1, Math.min(missing, Math.floor(capacity / 2)));
  return Math.max(1, Math.ceil(((target - left) * 1000) / policy.ratePerSecond - roundingSlack));
}
