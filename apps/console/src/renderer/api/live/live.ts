import { Events } from '@marquee/sdk/events';
import { connect } from '@marquee/sdk/transport';
import type { ClientOptions } from '@marquee/sdk/transport';
import type { QueryClient } from '@tanstack/react-query';
import { chance } from '../../lib/chance.ts';
import type { Platform } from '../../platform/platform.tsx';
import { isUnreachable } from '../failure.ts';
import type { Session } from '../session.ts';
import { coalesced } from './coalesced.ts';
import { connectionState, type Connection } from './connection.ts';
import { cachePatcher, type CachePatcher, type EventName, type Patches } from './live-patches.ts';
import { watchedFetch } from './watched-fetch.ts';

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
  const notify = () => listeners.forEach((listener) => listener());
  const { connection, offlineSince, found, lost } = connectionState(platform, notify);
  const patcher = cachePatcher(cache, {
    refreshSoon: coalesced(coalesceMs, (name) => void cache.invalidateQueries({ queryKey: [name] })),
    announce(name) {
      announced.set(name, (announced.get(name) ?? 0) + 1);
      notify();
    },
  });
  const fetch = watchedFetch({ found: () => found('live'), lost });
  return {
    ...{ connection, offlineSince },
    announced: (list) => announced.get(list) ?? 0,
    clearAnnounced(list) {
      if (announced.delete(list)) notify();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async run(signal) {
      // Of its own token: whoever signed in since the last time follows their own events.
      const token = patientToken(session.token, lost, signal);
      const transport = connect({ baseUrl: platform.serverUrl, token, fetch, clock, backoff: retryMs });
      try {
        for await (const event of new Events(transport).stream({}, { signal })) apply(event, patches, patcher);
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

function apply(
  { name, data }: { readonly name: string; readonly data: unknown },
  patches: readonly Patches[],
  to: CachePatcher,
) {
  for (const patch of patches) {
    patch['*']?.(name, to);
    // The server writes an event's data as its name declares.
    (patch[name as EventName] as ((data: unknown, to: CachePatcher) => void) | undefined)?.(data, to);
  }
}

/** The stream asks for a token before each attempt; where the server cannot give one, the attempt waits rather than fails for good. */
function patientToken(token: Session['token'], lost: () => void, signal: AbortSignal): Session['token'] {
  return async (why) => {
    for (;;) {
      try {
        return await token(why);
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        lost();
        await clock.pause(retryMs.mostMs * (0.5 + chance() / 2), signal);
      }
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

async function pollUntil(signal: AbortSignal, poll: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    if (!signal.aborted) await poll();
  }
}
