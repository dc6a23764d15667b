/** Remembers one ring until somebody hears it; any number of rings in between count once. */
export interface Doorbell {
  ring(): void;
  /** Resolves at once when it rang since the last time, else at the next ring or after `timeoutMs`. */
  heard(timeoutMs?: number): Promise<void>;
}

/** A doorbell for one listener. */
export function doorbell(): Doorbell {
  let rung = false;
  let waiting: PromiseWithResolvers<void> | null = null;
  return {
    ring() {
      rung = true;
      waiting?.resolve();
    },
    async heard(timeoutMs) {
      if (!rung) {
        waiting = Promise.withResolvers<void>();
        const timer = timeoutMs === undefined ? undefined : setTimeout(waiting.resolve, timeoutMs);
        await waiting.promise;
        clearTimeout(timer);
        waiting = null;
      }
      rung = false;
    },
  };
}
