import { setImmediate } from 'node:timers/promises';

/** Lets everybody else be served in the middle of a long piece of work. */
export interface Breath {
  /** Waits for the next turn of the event loop when this one has lasted long enough. */
  readonly take: () => Promise<void> | undefined;
}

const turnMs = 8;

/** Begins a piece of work that shares the event loop; ask it often, it costs less than a microsecond. */
export function breathing(): Breath {
  let begunMs = performance.now();
  return {
    take() {
      if (performance.now() - begunMs < turnMs) return undefined;
      return setImmediate().then(() => {
        begunMs = performance.now();
      });
    },
  };
}
