import type { Caller } from '../../kernel/context.ts';

/** Callers by credential, for a few seconds each. */
export interface CallerCache {
  /** The caller behind `key`, looked up at most once in the cache's time. Failures are not kept. */
  readonly find: (key: string, lookUp: () => Promise<Caller>) => Promise<Caller>;
  /** Forgets everyone: call it whenever a session, a key or a membership ends. */
  readonly forgetAll: () => void;
  /** Calls `listener` after everyone was forgotten. */
  readonly onForgotten: (listener: () => void) => void;
}

interface Entry {
  readonly known: Promise<Caller>;
  until: number;
}

/**
 * Remembers callers so that most calls need no query.
 *
 * Ending a session, key or membership holds at once in the process that did it, and after at most `keepMs` in every other.
 */
export function callerCache(now: () => Date, keepMs = 10_000, entriesMax = 10_000): CallerCache {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();

  function begin(key: string, lookUp: () => Promise<Caller>, at: number): Entry {
    const entry: Entry = { known: lookUp(), until: at + keepMs };
    entries.delete(key);
    entries.set(key, entry);
    const oldest = entries.keys().next();
    if (entries.size > entriesMax && oldest.done !== true) entries.delete(oldest.value);
    entry.known.then(
      ({ endsAt }) => {
        entry.until = Math.min(entry.until, endsAt);
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry;
  }

  return {
    async find(key, lookUp) {
      const at = now().getTime();
      const entry = entries.get(key);
      const usable = entry !== undefined && at < entry.until ? entry : begin(key, lookUp, at);
      return await usable.known;
    },
    forgetAll() {
      entries.clear();
      for (const listener of listeners) listener();
    },
    onForgotten: (listener) => void listeners.add(listener),
  };
}
