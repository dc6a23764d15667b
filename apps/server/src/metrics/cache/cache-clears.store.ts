import { sql } from 'drizzle-orm';
import type { AsSystem, Db } from '../../database/database.ts';
import { run } from '../../database/sql.ts';

/** Answers are kept this long at most, whatever happens: a process that was not asked for longer has nothing to forget. */
export const keptMaxMs = 86_400_000;

/** Tells every server process to forget kept answers. */
export async function insertCacheClear(
  db: Db,
  workspaceId: string,
  { pattern, at }: { readonly pattern: string; readonly at: string },
): Promise<void> {
  // Clearings of a workspace commit in the order of their ids: who has seen one has seen all before it.
  await run(db, sql`select pg_advisory_xact_lock(hashtextextended('metrics-cache:' || ${workspaceId}::text, 0))`);
  await run(
    db,
    sql`insert into metrics_cache_clears (workspace_id, pattern, created_at) values (${workspaceId}, ${pattern}, ${at})`,
  );
}

/** Deletes clearings that no process can have missed any more. */
export async function sweepCacheClears({
  asSystem,
  now,
}: {
  readonly asSystem: AsSystem;
  readonly now: () => Date;
}): Promise<number> {
  const before = new Date(now().getTime() - 2 * keptMaxMs).toISOString();
  return await asSystem('clearings of kept answers that every process has seen', (db) =>
    run(db, sql`delete from metrics_cache_clears where created_at < ${before}`),
  );
}
