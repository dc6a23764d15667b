/** Time and chance, as the client uses them. Tests bring their own, so that no wait is as long as it says. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** At least 0, below 1. */
  chance(): number;
  /** Resolves after a while; rejects with the signal's reason as soon as it fires. */
  pause(waitMs: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = { now: Date.now, chance: Math.random, pause };

function pause(waitMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      if (signal?.aborted === true) reject(signal.reason as Error); // a signal's reason may be anything; it is passed on as it is
      else resolve();
    };
    const timer = setTimeout(end, waitMs);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
  });
}
