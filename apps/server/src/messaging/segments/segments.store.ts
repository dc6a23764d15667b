import type { SegmentFilter } from '@marquee/rules/messaging/segments/segment-filter';
import { and, desc, eq, getTableColumns, lt, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { containsText, run, select, selectOne } from '../../database/sql.ts';
import type { PageQuery } from '../../kernel/paging/page.ts';
import { audienceSql, conditionSql } from './segment-sql.ts';
import { segmentsTable } from './segments.tables.ts';

const { workspace_id: _workspace, ...columns } = getTableColumns(segmentsTable);

/** A segment as stored, which is as it is answered. */
export type SegmentRow = Omit<typeof segmentsTable.$inferSelect, 'workspace_id'>;

/** The segment with an id, if there is one. */
export async function segmentById(db: Db, workspaceId: string, id: string): Promise<SegmentRow | undefined> {
  return (await db.select(columns).from(segmentsTable).where(withId(workspaceId, id)))[0];
}

/** What a list of segments may be narrowed to. */
export interface SegmentListFilters {
  readonly name_contains?: string | undefined;
}

/** One page of segments, newest first, after the id `after`. */
export async function segmentsPage(
  db: Db,
  workspaceId: string,
  page: PageQuery<SegmentListFilters>,
): Promise<SegmentRow[]> {
  const after = page.after === undefined ? undefined : lt(segmentsTable.id, page.after);
  return await db
    .select(columns)
    .from(segmentsTable)
    .where(and(matching(workspaceId, page.filters), after))
    .orderBy(desc(segmentsTable.id))
    .limit(page.limit);
}

/** How many segments match. */
export async function countSegments(db: Db, workspaceId: string, filters: SegmentListFilters): Promise<number> {
  return await db.$count(segmentsTable, matching(workspaceId, filters));
}

/** Whether another segment has a name. */
export async function isSegmentNameTaken(
  db: Db,
  workspaceId: string,
  segment: { readonly name: string; readonly id: string },
): Promise<boolean> {
  const rows = await select(
    db,
    sql`select 1 from messaging_segments where workspace_id = ${workspaceId} and name = ${segment.name} and id <> ${segment.id}`,
  );
  return rows.length > 0;
}

/** Whether a campaign that has not ended needs a segment. */
export async function isSegmentInUse(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const rows = await select(
    db,
    sql`select 1 from messaging_campaigns where workspace_id = ${workspaceId} and segment_id = ${id} and deleted_at is null
          and status not in ('completed', 'cancelled', 'failed') limit 1`,
  );
  return rows.length > 0;
}

/** Adds a segment. */
export async function insertSegment(db: Db, workspaceId: string, segment: SegmentRow): Promise<void> {
  await db.insert(segmentsTable).values({ workspace_id: workspaceId, ...segment });
}

/** Replaces a segment's fields. */
export async function updateSegment(db: Db, workspaceId: string, segment: SegmentRow): Promise<void> {
  const { id, created_at: _created, ...fields } = segment;
  await db.update(segmentsTable).set(fields).where(withId(workspaceId, id));
}

/** Removes a segment; false when there was none. */
export async function deleteSegment(db: Db, workspaceId: string, id: string): Promise<boolean> {
  return (await run(db, sql`delete from messaging_segments where workspace_id = ${workspaceId} and id = ${id}`)) > 0;
}

/** Whom to count or show: a filter over a workspace's contacts, as of `now` (the transaction's time when omitted). */
export interface Audience {
  readonly workspaceId: string;
  readonly filter: SegmentFilter;
  readonly now?: Date;
}

/** How many contacts match, and how many of those have opted in. */
export async function countAudience(
  db: Db,
  audience: Audience,
): Promise<{ readonly matching: number; readonly optedIn: number }> {
  const { workspaceId, filter, now } = audience;
  const found = await selectOne<{ matching: number; opted_in: number }>(
    db,
    sql`select count(*)::int as matching, (count(*) filter (where c.consent_state = 'OPT_IN'))::int as opted_in
        from messaging_contacts c where c.workspace_id = ${workspaceId} and ${conditionSql(filter, workspaceId, now)}`,
  );
  return { matching: found?.matching ?? 0, optedIn: found?.opted_in ?? 0 };
}

/** Numbers of the newest contacts that match, at most `limit`. */
export async function sampleAudience(db: Db, audience: Audience, limit: number): Promise<string[]> {
  const { workspaceId, filter, now } = audience;
  const rows = await select<{ phone_e164: string }>(
    db,
    sql`select c.phone_e164 from messaging_contacts c
        where c.workspace_id = ${workspaceId} and ${conditionSql(filter, workspaceId, now)} order by c.id desc limit ${limit}`,
  );
  return rows.map(({ phone_e164 }) => phone_e164);
}

/**
 * Writes one row a matching contact, in SQL alone.
 *
 * @param into makes the statement from the subquery of ids: (ids) => sql`insert into … select … where c.id in (${ids})`
 * @returns how many rows were written
 */
export async function insertAudience(db: Db, audience: Audience, into: (ids: SQL) => SQL): Promise<number> {
  return await run(db, into(audienceSql(audience.filter, audience.workspaceId, audience.now)));
}

function withId(workspaceId: string, id: string): SQL | undefined {
  return and(eq(segmentsTable.workspace_id, workspaceId), eq(segmentsTable.id, id));
}

function matching(workspaceId: string, { name_contains: name }: SegmentListFilters): SQL | undefined {
  const named = name === undefined ? undefined : containsText(sql`${segmentsTable.name}`, name);
  return and(eq(segmentsTable.workspace_id, workspaceId), named);
}
