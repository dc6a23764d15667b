import { TimeoutError } from './errors.ts';

/** A signal that fires when the caller's does, or when time is up. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Begins the time anew, for something has moved. */
  touch(): void;
  /** Stops the time while nothing is waited for; `touch` goes on. */
  rest(): void;
  /** Lets go of timers and of the caller's signal; it fires no more. */
  end(): void;
}

/** How long an attempt may take, in milliseconds; Infinity for as long as it likes. */
export interface TimeBounds {
  readonly signal: AbortSignal | undefined;
  /** Without a `touch`. */
  readonly stillMs: number;
  readonly totalMs: number;
}

/** Bounds one attempt. End it with the attempt, or the caller's signal keeps it. */
export function timeLimit({ signal, stillMs, totalMs }: TimeBounds): TimeLimit {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  const total = timer(totalMs, controller);
  let still = timer(stillMs, controller);
  let isOver = false;
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    touch() {
      clearTimeout(still);
      if (!isOver) still = timer(stillMs, controller);
    },
    rest: () => clearTimeout(still),
    end() {
      isOver = true;
      clearTimeout(still);
      clearTimeout(total);
      signal?.removeEventListener('abort', abort);
    },
  };
}

function timer(ms: number, controller: AbortController): ReturnType<typeof setTimeout> | undefined {
  // Beyond 2^31 - 1 ms a timer fires at once.
  if (ms >= 2 ** 31) return undefined;
  return setTimeout(() => controller.abort(new TimeoutError(`There was no answer within ${ms} ms`)), ms);
}
