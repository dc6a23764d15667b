import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { AsSystem } from '../database/database.ts';
import { select } from '../database/sql.ts';
import { eventsChannel } from '../kernel/outbox/publisher.ts';
import { wokenLoop } from '../lib/woken-loop.ts';

/** Tells this process's readers that their workspace has new events, whoever published them. */
export interface EventSignals extends AsyncDisposable {
  /** New events were published by this process. */
  announce(workspaceIds: readonly string[]): void;
  /** Calls `wake` at new events of the workspace until disposed. It may be called for nothing. */
  watch(workspaceId: string, wake: () => void): Disposable;
}

/** How word of other processes' events arrives. */
export interface EventSignalsDeps {
  readonly asSystem: AsSystem;
  readonly log: Logger;
  /** LISTEN of a database that several processes share; without it the table is polled. */
  readonly listen?: (channel: string, onNotify: () => void) => Promise<AsyncDisposable>;
  /** Null when this process is the only publisher, as on PGlite. */
  readonly pollMs: number | null;
}

/** Opens the signals. */
export async function openEventSignals({ asSystem, log, listen, pollMs }: EventSignalsDeps): Promise<EventSignals> {
  const watchers = new Map<string, Set<() => void>>();
  const seen = new Map<string, number>();
  const announce = (workspaceIds: readonly string[]) => {
    for (const id of workspaceIds) for (const wake of watchers.get(id) ?? []) wake();
  };

  // A notification carries nothing: one query for all watched workspaces tells which of them moved.
  async function look(): Promise<null> {
    if (watchers.size === 0) return null;
    const moved = (await sequences(asSystem, [...watchers.keys()])).filter(
      (row) => seen.get(row.workspace_id) !== row.last,
    );
    for (const row of moved) seen.set(row.workspace_id, row.last);
    announce(moved.map((row) => row.workspace_id));
    return null;
  }

  const everyMs = pollMs ?? 60_000;
  const onError = (error: unknown) => log.warn({ err: error }, 'new events could not be looked for; trying again');
  const loop = pollMs === null && listen === undefined ? null : wokenLoop({ work: look, everyMs, onError });
  const listening = await listen?.(eventsChannel, () => loop?.wake());

  return {
    announce,
    watch(workspaceId, wake) {
      const own = watchers.get(workspaceId) ?? new Set();
      watchers.set(workspaceId, own.add(wake));
      return {
        [Symbol.dispose]() {
          own.delete(wake);
          if (own.size > 0) return;
          watchers.delete(workspaceId);
          seen.delete(workspaceId);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await listening?.[Symbol.asyncDispose]();
      await loop?.[Symbol.asyncDispose]();
    },
  };
}

async function sequences(asSystem: AsSystem, workspaceIds: readonly string[]) {
  return await asSystem('look for new events', (db) =>
    select<{ workspace_id: string; last: number }>(
      db,
      sql`select workspace_id, last_sequence as last from event_sequences where workspace_id in ${workspaceIds}`,
    ),
  );
}
