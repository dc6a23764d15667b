import { roomFor } from '@marquee/rules/messaging/sending/send-pace';
import { takeTokens } from '@marquee/rules/messaging/sending/send-rate';
import { paceOfSender, type CallingSender } from './send-chunk.store.ts';
import type { Pace, PaceSubject } from './send-pace.store.ts';

/** One limit that calls have to pass. */
export interface Limit extends PaceSubject {
  /** Calls in any one second. */
  readonly max: number;
  readonly policy: { readonly ratePerSecond: number; readonly burst: number } | null;
}

/** The limit of a sender, shared by everything that goes out from it. */
export function limitOfSender({
  sender_id,
  rate_per_second: ratePerSecond,
  burst,
}: Pick<CallingSender, 'sender_id' | 'rate_per_second' | 'burst'>): Limit {
  return {
    subject: paceOfSender(sender_id),
    tokensWhenNew: Math.max(1, burst),
    max: Math.max(1, Math.floor(ratePerSecond + burst)),
    policy: { ratePerSecond, burst },
  };
}

/** The paces, with the grant that has ended given back. */
export function withEnded(
  paces: ReadonlyMap<string, Pace>,
  ended: { readonly id: string; readonly atMs: number } | null,
): ReadonlyMap<string, Pace> {
  if (ended === null) return paces;
  return new Map(
    [...paces].map(([subject, pace]) => {
      const grants = pace.grants.map((grant) =>
        grant.id === ended.id ? { ...grant, settledAtMs: ended.atMs } : grant,
      );
      return [subject, { ...pace, grants }];
    }),
  );
}

/** How many calls want to begin, and under what. */
export interface Wanted {
  readonly limits: readonly Limit[];
  readonly paces: ReadonlyMap<string, Pace>;
  readonly wanted: number;
  readonly nowMs: number;
  readonly grantId: string;
}

/** How many may, and the paces that they use up. */
export interface Granted {
  readonly count: number;
  readonly waitMs: number;
  readonly paces: readonly Pace[];
}

/** The calls that every limit allows now, taken from all of them. */
export function grantRoom({ limits, paces, wanted, nowMs, grantId }: Wanted): Granted {
  if (wanted === 0) return { count: 0, waitMs: 0, paces: [] };
  let count = wanted;
  let waitMs = 0;
  for (const { subject, max, policy } of limits) {
    const pace = paces.get(subject);
    if (pace === undefined) throw new Error(`no pace ${subject}`);
    const window = roomFor(pace.grants, max, nowMs);
    const tokens = policy === null ? null : takeTokens(pace.bucket, policy, nowMs, count);
    count = Math.min(count, window.room, tokens?.granted ?? count);
    waitMs = Math.max(waitMs, window.room === 0 ? window.waitMs : 0, tokens?.granted === 0 ? tokens.waitMs : 0);
  }
  if (count === 0) return { count, waitMs: Math.max(waitMs, 1), paces: [] };
  const taken = limits.flatMap(({ subject, max, policy }) => {
    const pace = paces.get(subject);
    if (pace === undefined) return [];
    const bucket =
      policy === null ? { tokens: 0, updatedAtMs: nowMs } : takeTokens(pace.bucket, policy, nowMs, count).bucket;
    const { live } = roomFor(pace.grants, max, nowMs);
    return [{ subject, bucket, grants: [...live, { id: grantId, count, atMs: nowMs, settledAtMs: null }] }];
  });
  return { count, waitMs: 0, paces: taken };
}
