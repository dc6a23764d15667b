import { ApiError } from '@marquee/api/errors';
import type { LimitName } from '@marquee/api/operation';
import type { Caller } from '../context.ts';
import { withLimit, type LimitState } from '../invoker.ts';

/** A token bucket: `quota` calls at once, refilled evenly over `windowSeconds`. */
export interface LimitPolicy {
  readonly name: string;
  readonly quota: number;
  readonly windowSeconds: number;
  /** What calls are counted by. `caller` is the API key or user, else the address. */
  readonly by: 'caller' | 'address';
}

/** The policies of each named limit; all of them must pass. */
export type LimitPolicies = Readonly<Record<LimitName, readonly LimitPolicy[]>>;

/** The limits of a fresh installation. */
export const defaultPolicies: LimitPolicies = {
  default: [
    { name: 'default', quota: 1000, windowSeconds: 60, by: 'caller' },
    { name: 'default-burst', quota: 100, windowSeconds: 1, by: 'caller' },
  ],
  upload: [
    { name: 'upload', quota: 100, windowSeconds: 60, by: 'caller' },
    { name: 'upload-burst', quota: 10, windowSeconds: 1, by: 'caller' },
  ],
  dashboard: [
    { name: 'dashboard', quota: 1000, windowSeconds: 60, by: 'caller' },
    { name: 'dashboard-burst', quota: 50, windowSeconds: 1, by: 'caller' },
  ],
  series: [
    { name: 'series', quota: 500, windowSeconds: 60, by: 'caller' },
    { name: 'series-burst', quota: 25, windowSeconds: 1, by: 'caller' },
  ],
  csv: [
    { name: 'csv', quota: 10, windowSeconds: 60, by: 'caller' },
    { name: 'csv-burst', quota: 2, windowSeconds: 1, by: 'caller' },
  ],
  sign_in: [{ name: 'sign-in', quota: 60, windowSeconds: 60, by: 'address' }],
  register: [{ name: 'register', quota: 20, windowSeconds: 3600, by: 'address' }],
  unmetered: [],
};

/** One bucket as a policy and a key make it. */
export interface Bucket {
  readonly key: string;
  readonly policy: LimitPolicy;
}

/** Keeps buckets: in this process, or in Postgres where several processes share them. */
export interface BucketStore {
  /** Takes one token and answers how many are left; negative, and nothing taken, when there was none. */
  take(bucket: Bucket, nowMs: number): Promise<number> | number;
  /** How many are left, without taking one. */
  peek(bucket: Bucket, nowMs: number): Promise<number> | number;
}

/** Counts calls against limits. */
export interface Limits {
  /** @throws {ApiError} `rate_limited` with Retry-After */
  take(policies: readonly LimitPolicy[], caller: Caller, address: string): Promise<LimitState | null>;
  /** Every policy that holds for a caller and what is left of it. */
  describe(caller: Caller, address: string): Promise<LimitState[]>;
  readonly policies: LimitPolicies;
}

/** Limits over a bucket store. */
export function limitsOver(store: BucketStore, policies: LimitPolicies, now: () => Date): Limits {
  return {
    policies,
    async take(asked, caller, address) {
      let tightest: LimitState | null = null;
      for (const policy of asked) {
        const left = await store.take(bucketOf(policy, caller, address), now().getTime());
        const state = stateOf(policy, left);
        if (left < 0) throw withLimit(refusal(policy, left), { ...state, remaining: 0 });
        if (tightest === null || state.remaining / state.quota < tightest.remaining / tightest.quota) tightest = state;
      }
      return tightest;
    },
    async describe(caller, address) {
      const all = Object.values(policies).flat();
      return Promise.all(
        all.map(async (policy) =>
          stateOf(policy, await store.peek(bucketOf(policy, caller, address), now().getTime())),
        ),
      );
    },
  };
}

/** Buckets in this process's memory; full ones are forgotten. */
export function bucketsInMemory(bucketsMax = 100_000): BucketStore {
  const kept = new Map<string, { tokens: number; atMs: number }>();
  const refilled = ({ key, policy }: Bucket, nowMs: number) => {
    const bucket = kept.get(key);
    if (bucket === undefined) return policy.quota;
    const earned = ((nowMs - bucket.atMs) / 1000) * (policy.quota / policy.windowSeconds);
    return Math.min(policy.quota, bucket.tokens + Math.max(0, earned));
  };
  return {
    peek: (bucket, nowMs) => Math.floor(refilled(bucket, nowMs)),
    take(bucket, nowMs) {
      const tokens = refilled(bucket, nowMs);
      if (tokens < 1) return tokens - 1;
      kept.delete(bucket.key);
      kept.set(bucket.key, { tokens: tokens - 1, atMs: nowMs });
      // The map is in order of last use, so the first is the one most likely full again.
      if (kept.size > bucketsMax) kept.delete(kept.keys().next().value ?? '');
      return Math.floor(tokens - 1);
    },
  };
}

function bucketOf(policy: LimitPolicy, caller: Caller, address: string): Bucket {
  const who = policy.by === 'address' ? null : (caller.apiKeyId ?? caller.userId);
  return { key: `${policy.name}:${who ?? `ip:${address}`}`, policy };
}

function stateOf({ name, quota, windowSeconds }: LimitPolicy, left: number): LimitState {
  const remaining = Math.max(0, Math.floor(left));
  return {
    policy: name,
    quota,
    windowSeconds,
    remaining,
    resetSeconds: Math.ceil(((quota - remaining) * windowSeconds) / quota),
  };
}

function refusal(policy: LimitPolicy, left: number): ApiError {
  const retryAfterSeconds = Math.max(1, Math.ceil((-left * policy.windowSeconds) / policy.quota));
  return new ApiError(
    'rate_limited',
    `More than ${policy.quota} calls in ${policy.windowSeconds} s (${policy.name}). Try again in ${retryAfterSeconds} s.`,
    { retryAfterSeconds },
  );
}
