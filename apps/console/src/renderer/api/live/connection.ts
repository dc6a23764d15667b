import type { Platform } from '../../platform/platform.tsx';

/** How the console stands to the server. `polling`: events cannot be followed here, so screens read again every 15 s. `offline`: it has not been reached for some seconds. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

/** What is known of the connection, from what became of attempts. */
export interface ConnectionState {
  readonly connection: () => Connection;
  /** Since when the server cannot be reached; null while it can. */
  readonly offlineSince: () => Date | null;
  readonly found: (as: 'live' | 'polling') => void;
  readonly lost: () => void;
}

/** Begins as `connecting`; tells of each change. */
export function connectionState(
  { now, settings }: Pick<Platform, 'now' | 'settings'>,
  changed: () => void,
): ConnectionState {
  let connection: Connection = 'connecting';
  let lostAt: Date | null = null;
  const become = (next: Connection) => {
    if (next === connection) return;
    connection = next;
    changed();
  };
  return {
    connection: () => connection,
    offlineSince: () => (connection === 'offline' ? lostAt : null),
    found(as) {
      lostAt = null;
      settings.set('offline-since', null);
      become(as);
    },
    lost() {
      const at = now();
      // A window that opens during an outage goes on with what the one before noticed.
      const isFirst = connection === 'connecting';
      lostAt ??= new Date((isFirst ? settings.get('offline-since') : null) ?? at);
      if (!isFirst && !isOutage(lostAt, at, navigator.onLine)) return become('reconnecting');
      settings.set('offline-since', lostAt.toISOString());
      become('offline');
    },
  };
}

const graceMs = 3000;

/** A server that starts again is a moment's reconnect; only what lasts is an outage. */
function isOutage(lostAt: Date, at: Date, isOnline: boolean): boolean {
  return !isOnline || at.getTime() - lostAt.getTime() >= graceMs;
}
