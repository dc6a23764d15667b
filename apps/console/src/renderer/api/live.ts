import { Events } from '@marquee/sdk/events';
import { connect } from '@marquee/sdk/transport';
import type { ClientOptions } from '@marquee/sdk/transport';
import type { QueryClient } from '@tanstack/react-query';
import { chance } from '../lib/chance.ts';
import { coalesced } from './coalesced.ts';
import { isUnreachable } from './failure.ts';
import type { Session } from './session.ts';
import type { Platform } from '../platform/platform.tsx';
import { cachePatcher, type EventName, type Patches } from './live-patches.ts';

/** How the console stands to the server. `polling`: events cannot be followed here, so screens read again every 15 s. `offline`: it has not been reached for some seconds. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

/** The one subscription of this window. */
export interface Live {
  readonly connection: () => Connection;
  /** Since when the server cannot be reached; null while it can. */
  readonly offlineSince: () => Date | null;
  /** How many items a list has gained that it does not show yet. */
  readonly announced: (list: string) => number;
  readonly clearAnnounced: (list: string) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Follows events until the signal fires. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** What the subscription works with. */
export interface LiveDeps {
  readonly session: Pick<Session, 'token' | 'api'>;
  readonly platform: Pick<Platform, 'now' | 'serverUrl' | 'settings'>;
  readonly cache: QueryClient;
  readonly patches: readonly Patches[];
}

type Clock = NonNullable<ClientOptions['clock']>;

const coalesceMs = 1000;
const pollMs = 15_000;
// Whoever waits for a server to come back waits no longer than this for it to be noticed.
const retryMs = { firstMs: 1000, mostMs: 4000 };

/** Opens the subscription. It resumes from the last event it was given, so that no gap and no repeat reaches the cache. */
export function openLive({ session, platform, cache, patches }: LiveDeps): Live {
  const listeners = new Set<() => void>();
  const announced = new Map<string, number>();
  let connection: Connection = 'connecting';
  let lostAt: Date | null = null;
  let running: AbortSignal | undefined;
  const notify = () => listeners.forEach((listener) => listener());
  const become = (next: Connection) => {
    if (next === connection) return;
    connection = next;
    notify();
  };
  const { settings } = platform;
  const found = (as: 'live' | 'polling') => {
    lostAt = null;
    settings.set('offline-since', null);
    become(as);
  };
  const lost = () => {
    const at = platform.now();
    // A window that opens during an outage goes on with what the one before noticed.
    const isFirst = connection === 'connecting';
    lostAt ??= new Date((isFirst ? settings.get('offline-since') : null) ?? at);
    if (!isFirst && !isOffline(lostAt, at, navigator.onLine)) return become('reconnecting');
    settings.set('offline-since', lostAt.toISOString());
    become('offline');
  };
  // The stream asks for a token before each attempt; where the server cannot give one, the attempt waits rather than fails for good.
  const token: Session['token'] = async (why) => {
    for (;;) {
      try {
        return await session.token(why);
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        lost();
        await clock.pause(retryMs.mostMs * (0.5 + chance() / 2), running);
      }
    }
  };
  const patcher = cachePatcher(cache, {
    refreshSoon: coalesced(coalesceMs, (name) => void cache.invalidateQueries({ queryKey: [name] })),
    announce(name) {
      announced.set(name, (announced.get(name) ?? 0) + 1);
      notify();
    },
  });
  const fetch = watchedFetch({ found: () => found('live'), lost });
  return {
    connection: () => connection,
    offlineSince: () => (connection === 'offline' ? lostAt : null),
    announced: (list) => announced.get(list) ?? 0,
    clearAnnounced(list) {
      if (announced.delete(list)) notify();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async run(signal) {
      running = signal;
      // Of its own token: whoever signed in since the last time follows their own events.
      const own: Session['token'] = (why) => token(why);
      const transport = connect({ baseUrl: platform.serverUrl, token: own, fetch, clock, backoff: retryMs });
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
        if (signal.aborted) return;
        found('polling');
        await pollUntil(signal, async () => {
          const failure: unknown = await session.api.query('auth.me', {}).then(() => null, isUnreachable);
          if (failure === true) return lost();
          found('polling');
          await cache.invalidateQueries({ refetchType: 'active' });
        });
      }
    },
  };
}

/** Tells how the connection is from the beginning and the end of every attempt's body. */
function watchedFetch({ found, lost }: { readonly found: () => void; readonly lost: () => void }): typeof fetch {
  return async (input, init) => {
    try {
      const response = await fetch(input, init);
      if (response.ok && response.body !== null) {
        found();
        return new Response(endingIn(response.body, lost), response);
      }
      // What stands before a server that is away says so itself.
      if (response.status >= 502) lost();
      return response;
    } catch (error) {
      lost();
      throw error;
    }
  };
}

const graceMs = 3000;

/** A server that starts again is a moment's reconnect; only what lasts is an outage. */
function isOffline(lostAt: Date, at: Date, isOnline: boolean): boolean {
  return !isOnline || at.getTime() - lostAt.getTime() >= graceMs;
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
