import type { QueryClient } from '@tanstack/react-query';
import type { Live } from './live/live.ts';
import { isKept } from './query-client.ts';
import type { Session } from './session.ts';

interface Reached {
  readonly session: Pick<Session, 'state' | 'reload'>;
  readonly cache: QueryClient;
  readonly live: Pick<Live, 'connection' | 'subscribe'>;
}

/**
 * Reads again what failed or was shown as it was kept, as soon as the server is there, and asks it who this is if it has not said yet.
 * What was read from the server before stays: the stream brings what changed since.
 *
 * @returns how to stop
 */
export function readAgainWhenReached({ session, cache, live }: Reached): () => void {
  let wasReached = false;
  return live.subscribe(() => {
    const connection = live.connection();
    const isReached = connection === 'live' || connection === 'polling';
    if (isReached && !wasReached) {
      const { isRemembered } = { isRemembered: undefined, ...session.state() };
      if (isRemembered === true) void session.reload().catch(() => undefined);
      void cache.invalidateQueries({ predicate: ({ state }) => state.status === 'error' || isKept(state.data) });
    }
    wasReached = isReached;
  });
}
