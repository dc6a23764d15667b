import { sql } from 'drizzle-orm';
import type { AsSystem, AsWorkspace } from '../../database/database.ts';
import { select } from '../../database/sql.ts';
import { applyParked } from './message-statuses.store.ts';

const sidsMax = 1000;

/**
 * Applies parked reports whose message is known by now. A report without our message id and the record of its create call can
 * commit at the same instant, and then neither has seen the other.
 *
 * @returns how many messages moved
 */
export async function sweepParkedReports({
  asSystem,
  asWorkspace,
}: {
  readonly asSystem: AsSystem;
  readonly asWorkspace: AsWorkspace;
}): Promise<number> {
  const parked = await asSystem('parked reports whose message is known', (db) =>
    select<{ workspace_id: string; provider_sid: string }>(
      db,
      sql`select distinct s.workspace_id, s.provider_sid from messaging_message_statuses s
          join messaging_messages m on m.workspace_id = s.workspace_id and m.provider_sid = s.provider_sid
          where s.message_id is null limit ${sidsMax}`,
    ),
  );
  let moved = 0;
  for (const [workspaceId, some] of Map.groupBy(parked, ({ workspace_id }) => workspace_id)) {
    const sids = some.map(({ provider_sid }) => provider_sid);
    moved += (await asWorkspace(workspaceId, (db) => applyParked(db, workspaceId, sids))).length;
  }
  return moved;
}
