/** Tells the time in epoch milliseconds. */
export interface Clock {
  readonly nowMs: () => number;
}

/** The machine's clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };
