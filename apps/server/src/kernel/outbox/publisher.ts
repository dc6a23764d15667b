import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { AsSystem, Db } from '../../database/database.ts';
import { select, selectOne } from '../../database/sql.ts';
import { wokenLoop, type WokenLoop } from '../../lib/woken-loop.ts';

/** The channel on which publishers of several processes tell each other of new events. */
export const eventsChannel = 'marquee_events';

// Any number that no other advisory lock of this database uses.
const publisherLock = 7_201_101;
const batchMax = 1000;
// Another process holds the lock: it may have read the outbox before our rows were committed, so look again soon.
const busyRetryMs = 25;

/** What the publisher works with. */
export interface PublisherDeps {
  readonly asSystem: AsSystem;
  /** Wakes this process's readers of the workspaces. */
  readonly announce: (workspaceIds: readonly string[]) => void;
  /** Whether other processes share the database and are told by NOTIFY. */
  readonly notify: boolean;
  readonly log: Logger;
  readonly onPublished?: (count: number) => void;
  /** How soon events of a process that died before waking anyone are found. */
  readonly everyMs?: number;
}

/**
 * Moves events from the outbox into the log for as long as it lives.
 *
 * A sequence must be given after commit: a serial taken inside the writers' transactions becomes visible out of order, and a
 * reader with a cursor steps over what commits late.
 */
export function startPublisher(deps: PublisherDeps): WokenLoop {
  return wokenLoop({
    work: () => publishSome(deps),
    everyMs: deps.everyMs ?? 500,
    // One transaction for what a busy moment brings: PGlite has one session, and callers wait for it too.
    gatherMs: 25,
    onError: (error) => deps.log.warn({ err: error }, 'events could not be published; trying again'),
  });
}

/** Publishes everything that waits; for tests and for shutting down. */
export async function publishWaiting(deps: PublisherDeps): Promise<void> {
  while ((await publishSome(deps)) === 0);
}

/** One batch. Answers 0 when there may be more, a delay when another process is at it, null when all is published. */
async function publishSome(deps: PublisherDeps): Promise<number | null> {
  const batch = await deps.asSystem('publish events', (db) => publishBatch(db, deps.notify));
  if (batch === 'busy') return busyRetryMs;
  if (batch.count > 0) {
    deps.announce(batch.workspaceIds);
    deps.onPublished?.(batch.count);
  }
  return batch.count < batchMax ? null : 0;
}

interface Batch {
  readonly count: number;
  readonly workspaceIds: readonly string[];
}

const nothing: Batch = { count: 0, workspaceIds: [] };

async function publishBatch(db: Db, notify: boolean): Promise<Batch | 'busy'> {
  const state = await selectOne<{ waiting: boolean }>(db, sql`select exists (select from outbox_events) as waiting`);
  if (state?.waiting !== true) return nothing;

  // A statement of its own: the next one's snapshot is taken with the lock held, so it sees what the holder before committed.
  const lock = await selectOne<{ got: boolean }>(db, sql`select pg_try_advisory_xact_lock(${publisherLock}) as got`);
  if (lock?.got !== true) return 'busy';

  const moved = await move(db);
  if (notify && moved.length > 0) await select(db, sql`select pg_notify(${eventsChannel}, '')`);
  return {
    count: moved.reduce((sum, each) => sum + each.count, 0),
    workspaceIds: moved.map((each) => each.workspace_id),
  };
}

async function move(db: Db): Promise<readonly { workspace_id: string; count: number }[]> {
  return await select(
    db,
    sql`
      with taken as (
        delete from outbox_events where id in (select id from outbox_events order by id limit ${batchMax}) returning *
      ), numbered as (
        select *, row_number() over (partition by workspace_id order by id) as place from taken
      ), counted as (
        select workspace_id, count(*) as count from taken group by workspace_id
      ), advanced as (
        insert into event_sequences (workspace_id, last_sequence) select workspace_id, count from counted
        on conflict (workspace_id) do update set last_sequence = event_sequences.last_sequence + excluded.last_sequence
        returning workspace_id, last_sequence
      ), published as (
        insert into events (workspace_id, sequence, id, name, scope, data, at)
        select n.workspace_id, a.last_sequence - c.count + n.place, n.id, n.name, n.scope, n.data, n.at
        from numbered n join advanced a using (workspace_id) join counted c using (workspace_id)
      )
      select workspace_id, count::int as count from counted`,
  );
}
