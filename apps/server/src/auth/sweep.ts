import { sql } from 'drizzle-orm';
import type { AsSystem } from '../database/database.ts';
import { run } from '../database/sql.ts';

/**
 * Deletes what sign-in leaves behind: ended sessions and sent mail after a week, tokens, counters and keys once they are over.
 *
 * @returns how many rows went
 */
export async function sweepAuth({ asSystem, now }: { asSystem: AsSystem; now: () => Date }): Promise<number> {
  const at = now().toISOString();
  const weekAgo = new Date(now().getTime() - 7 * 86_400_000).toISOString();
  return await asSystem('sweep sign-in leftovers', async (db) => {
    const counts = [
      await run(
        db,
        sql`delete from auth_sessions where expires_at < ${at}::timestamptz or ended_at < ${weekAgo}::timestamptz`,
      ),
      await run(db, sql`delete from auth_refresh_tokens where expires_at < ${at}::timestamptz`),
      await run(db, sql`delete from auth_one_time_tokens where expires_at < ${at}::timestamptz`),
      await run(db, sql`delete from auth_attempts where window_ends_at < ${at}::timestamptz`),
      await run(db, sql`delete from signing_keys where verifies_until < ${at}::timestamptz`),
      await run(db, sql`delete from mail_outbox where done_at < ${weekAgo}::timestamptz`),
      await run(db, sql`delete from workspace_invitations where expires_at < ${weekAgo}::timestamptz`),
    ];
    return counts.reduce((sum, count) => sum + count, 0);
  });
}
