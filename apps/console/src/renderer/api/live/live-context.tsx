import { createContext, use, useSyncExternalStore } from 'react';
import type { Connection } from './connection.ts';
import type { Live } from './live.ts';

/** The subscription of this window. */
export const LiveContext = createContext<Live | null>(null);

function useLive(): Live {
  const live = use(LiveContext);
  if (live === null) throw new Error('There is no live connection around this component');
  return live;
}

/** How the console stands to the server. */
export function useConnection(): Connection {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.connection);
}

/** Since when the server cannot be reached; null while it can, and where nothing is followed. */
export function useOfflineSince(): Date | null {
  const live = use(LiveContext);
  return useSyncExternalStore(live?.subscribe ?? neverChanges, () => live?.offlineSince() ?? null);
}

const neverChanges = () => () => undefined;

/** How many items a list has gained that it does not show yet, and how to say that it shows them. */
export function useAnnounced(list: string): readonly [number, () => void] {
  const live = useLive();
  const count = useSyncExternalStore(live.subscribe, () => live.announced(list));
  return [count, () => live.clearAnnounced(list)];
}
