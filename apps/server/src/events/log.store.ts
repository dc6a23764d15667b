import type { LoggedEvent } from '@marquee/api/events/log.contract';
import type { Scope } from '@marquee/api/scopes';
import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { select, selectOne } from '../database/sql.ts';

/** Which events: those of a workspace, after a sequence, that holders of the scopes may see. */
export interface EventQuery {
  readonly workspaceId: string;
  readonly scopes: readonly Scope[];
  readonly afterSequence: number;
  readonly namePrefix?: string | undefined;
}

/** Events in order, and how far the workspace's log reached when they were read. */
export interface EventPage {
  readonly events: readonly LoggedEvent[];
  readonly lastSequence: number;
}

/** Up to `limit` events, oldest first. One statement, so that `lastSequence` and the events are of one moment. */
export async function readEvents(db: Db, query: EventQuery, limit: number): Promise<EventPage> {
  if (query.scopes.length === 0) return { events: [], lastSequence: await lastSequence(db, query.workspaceId) };
  const rows = await select<LoggedEvent & { last_sequence: number; sequence: number | null }>(
    db,
    sql`
      select s.last_sequence, e.sequence, e.id, e.name, e.at, e.data
      from event_sequences s
      left join lateral (
        select * from events where ${matching(query)} order by sequence limit ${limit}
      ) e on true
      where s.workspace_id = ${query.workspaceId}
      order by e.sequence`,
  );
  return {
    events: rows.flatMap(({ last_sequence: _last, sequence, ...event }) =>
      sequence === null ? [] : [{ sequence, ...event }],
    ),
    lastSequence: rows[0]?.last_sequence ?? 0,
  };
}

/** Up to `limit` events, newest first, of those before a sequence where one is given. */
export async function readNewestEvents(
  db: Db,
  query: EventQuery,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<readonly LoggedEvent[]> {
  if (query.scopes.length === 0) return [];
  const older = before === undefined ? sql`` : sql`and sequence < ${before}`;
  return await select<LoggedEvent>(
    db,
    sql`select sequence, id, name, at, data from events where ${matching(query)} ${older} order by sequence desc limit ${limit}`,
  );
}

/** How many events there are after the sequence. */
export async function countEvents(db: Db, query: EventQuery): Promise<number> {
  if (query.scopes.length === 0) return 0;
  const row = await selectOne<{ total: number }>(
    db,
    sql`select count(*) as total from events where ${matching(query)}`,
  );
  return row?.total ?? 0;
}

/** The sequence of the workspace's newest event, 0 before the first. */
export async function lastSequence(db: Db, workspaceId: string): Promise<number> {
  const row = await selectOne<{ last: number }>(
    db,
    sql`select last_sequence as last from event_sequences where workspace_id = ${workspaceId}`,
  );
  return row?.last ?? 0;
}

function matching({ workspaceId, scopes, afterSequence, namePrefix }: EventQuery): SQL {
  const named = namePrefix === undefined ? sql`` : sql`and starts_with(name, ${namePrefix})`;
  return sql`workspace_id = ${workspaceId} and sequence > ${afterSequence} and scope in ${scopes} ${named}`;
}
