import { Events } from '@marquee/sdk/events';
import { connect } from '@marquee/sdk/transport';
import type { ClientOptions } from '@marquee/sdk/transport';
import type { QueryClient } from '@tanstack/react-query';
import { chance } from '../lib/chance.ts';
import type { Session } from './session.ts';
import { coalesced } from './coalesced.ts';
import { cachePatcher, type EventName, type Patches } from './live-patches.ts';

/** How the console stands to the server. `polling`: events cannot be followed here, so screens read again every 15 s. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

/** The one subscription of this window. */
export interface Live {
  readonly connection: () => Connection;
  /** How many items a list has gained that it does not show yet. */
  readonly announced: (list: string) => number;
  readonly clearAnnounced: (list: string) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Follows events until the signal fires. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** What the subscription works with. */
export interface LiveDeps {
  readonly session: Pick<Session, 'token'>;
  readonly serverUrl: string;
  readonly cache: QueryClient;
  readonly patches: readonly Patches[];
}

type Clock = NonNullable<ClientOptions['clock']>;

const coalesceMs = 1000;
const pollMs = 15_000;

/** Opens the subscription. It resumes from the last event it was given, so that no gap and no repeat reaches the cache. */
export function openLive({ session, serverUrl, cache, patches }: LiveDeps): Live {
  const listeners = new Set<() => void>();
  const announced = new Map<string, number>();
  let connection: Connection = 'connecting';
  const notify = () => listeners.forEach((listener) => listener());
  const become = (next: Connection) => {
    if (next === connection) return;
    connection = next;
    notify();
  };
  const patcher = cachePatcher(cache, {
    refreshSoon: coalesced(coalesceMs, (name) => void cache.invalidateQueries({ queryKey: [name] })),
    announce(name) {
      announced.set(name, (announced.get(name) ?? 0) + 1);
      notify();
    },
  });
  const transport = connect({ baseUrl: serverUrl, token: session.token, fetch: watchedFetch(become), clock });
  return {
    connection: () => connection,
    announced: (list) => announced.get(list) ?? 0,
    clearAnnounced(list) {
      if (announced.delete(list)) notify();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async run(signal) {
      try {
        for await (const event of new Events(transport).stream({}, { signal })) {
          for (const patch of patches) {
            patch['*']?.(event.name, patcher);
            // The server writes an event's data as its name declares.
            (patch[event.name as EventName] as ((data: unknown, to: typeof patcher) => void) | undefined)?.(
              event.data,
              patcher,
            );
          }
        }
      } catch {
        // Refused for good: a proxy without streams, or rights that no longer allow it.
        become('polling');
        await pollUntil(signal, () => cache.invalidateQueries({ refetchType: 'active' }));
      }
    },
  };
}

/** Tells how the connection is from the beginning and the end of every attempt's body. */
function watchedFetch(become: (connection: Connection) => void): typeof fetch {
  const broke = () => become(navigator.onLine ? 'reconnecting' : 'offline');
  return async (input, init) => {
    try {
      const response = await fetch(input, init);
      if (!response.ok || response.body === null) return response;
      become('live');
      return new Response(endingIn(response.body, broke), response);
    } catch (error) {
      broke();
      throw error;
    }
  };
}

/** As the clock of this machine, but no wait outlasts the moment when the network is back. */
const clock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  chance,
  pause: (waitMs, signal) =>
    new Promise((resolve, reject) => {
      const woken = new AbortController();
      const end = (settle: () => void) => {
        clearTimeout(timer);
        woken.abort();
        settle();
      };
      const timer = setTimeout(() => end(resolve), waitMs);
      addEventListener('online', () => end(resolve), { signal: woken.signal });
      signal?.addEventListener('abort', () => end(() => reject(new Error('stopped'))), { signal: woken.signal });
    }),
};

function endingIn(body: ReadableStream<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  // A connection that the network left behind would be noticed by its silence, after 45 s.
  const stop = () => void reader.cancel();
  addEventListener('offline', stop, { once: true });
  const finish = () => {
    removeEventListener('offline', stop);
    ended();
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        finish();
        controller.close();
      } catch (error) {
        finish();
        controller.error(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

async function pollUntil(signal: AbortSignal, poll: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    if (!signal.aborted) await poll();
  }
}
