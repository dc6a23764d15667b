import { setTimeout as pause } from 'node:timers/promises';

/** How long a state may take on a slow machine that does other things too; a quiet one needs a tenth. */
export const patienceMs = 90_000;

/**
 * Looks until what it sees is so.
 *
 * @param look may fail while a server is away; its last failure is told when time is up
 * @returns what was seen then
 */
export const until = untilWithin(patienceMs);

/** The same, with a patience of its own. */
export function untilWithin(withinMs: number) {
  return async <T>(what: string, look: () => Promise<T>, isSo: (seen: T) => boolean): Promise<T> => {
    const deadline = AbortSignal.timeout(withinMs);
    for (;;) {
      const seen = await look().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if ('value' in seen && isSo(seen.value)) return seen.value;
      if (deadline.aborted)
        throw new Error(`${what}: not within ${withinMs / 1000} s`, {
          cause: 'error' in seen ? seen.error : new Error(JSON.stringify(seen.value)),
        });
      await pause(50);
    }
  };
}
