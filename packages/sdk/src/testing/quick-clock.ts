import type { Clock } from '../lib/clock.ts';

/** A clock whose waits take no time, and move it on. */
export interface QuickClock extends Clock {
  /** Every wait, in milliseconds. */
  readonly waits: readonly number[];
}

/** A clock that begins at `startMs`; its chance is always one half. */
export function quickClock(startMs = Date.UTC(2026, 2, 15, 7)): QuickClock {
  const waits: number[] = [];
  let nowMs = startMs;
  return {
    waits,
    now: () => nowMs,
    chance: () => 0.5,
    async pause(waitMs, signal) {
      waits.push(waitMs);
      nowMs += waitMs;
      signal?.throwIfAborted();
    },
  };
}
