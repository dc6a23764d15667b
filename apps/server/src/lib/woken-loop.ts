import { setTimeout as pause } from 'node:timers/promises';
import { doorbell } from './doorbell.ts';

/** Work in the background, one run at a time. Disposing waits for the run under way. */
export interface WokenLoop extends AsyncDisposable {
  /** Runs the work soon; calls close together make one run. */
  wake(): void;
}

/** What a loop does and how often. */
export interface WokenLoopOptions {
  /** One run. It answers in how many milliseconds it wants to run again, or null to wait for `wake` or `everyMs`. */
  readonly work: () => Promise<number | null>;
  /** Longest rest between two runs, for what no wake-up told of. */
  readonly everyMs: number;
  /** How long to gather further wake-ups after the first. */
  readonly gatherMs?: number;
  /** Told of a run that threw; the loop goes on. */
  readonly onError: (error: unknown) => void;
}

/** Starts a loop; its first run begins at once. */
export function wokenLoop({ work, everyMs, gatherMs = 0, onError }: WokenLoopOptions): WokenLoop {
  const bell = doorbell();
  const stop = new AbortController();
  const stopped = () => stop.signal.aborted;

  async function turn(): Promise<void> {
    const againInMs = await work().catch((error: unknown) => {
      if (!stopped()) onError(error);
      return null;
    });
    if (stopped() || againInMs === 0) return;
    await bell.heard(againInMs ?? everyMs);
    if (gatherMs > 0 && !stopped()) await pause(gatherMs, undefined, { signal: stop.signal }).catch(() => undefined);
  }

  const ended = (async () => {
    while (!stopped()) await turn();
  })();

  return {
    wake: bell.ring,
    async [Symbol.asyncDispose]() {
      stop.abort();
      bell.ring();
      await ended;
    },
  };
}
