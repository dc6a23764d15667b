import { sql, type SQL } from 'drizzle-orm';
import type { OptOutReview } from '@marquee/api/messaging/opt-out-reviews.contract';
import type { Db } from '../../database/database.ts';
import { run, select, selectOne } from '../../database/sql.ts';
import type { PageQuery } from '../../kernel/paging/page.ts';

/** An answer that may mean stop. */
export interface NewReview {
  readonly id: string;
  readonly contactId: string;
  readonly inboundId: string;
  readonly at: string;
}

/** Holds a contact until a person has judged what they wrote; the caller holds the contact's lock. */
export async function openReview(db: Db, workspaceId: string, review: NewReview): Promise<void> {
  await run(
    db,
    sql`insert into messaging_opt_out_reviews (workspace_id, id, contact_id, inbound_id, status, created_at)
        values (${workspaceId}, ${review.id}, ${review.contactId}, ${review.inboundId}, 'open', ${review.at})`,
  );
  await run(
    db,
    sql`update messaging_contacts set review_opened_at = coalesce(review_opened_at, ${review.at})
        where workspace_id = ${workspaceId} and id = ${review.contactId}`,
  );
}

/** How reviews of a contact end: one of them, or all that are open when none is named. */
export interface ReviewEnd {
  readonly contactId: string;
  readonly reviewId?: string;
  readonly status: 'stopped' | 'released';
  readonly by: string;
  readonly note?: string;
  readonly at: string;
}

/**
 * Ends open reviews and lets the contact's row say what still holds it; the caller holds the contact's lock.
 *
 * @returns the ids of those that were open
 */
export async function closeReviews(db: Db, workspaceId: string, end: ReviewEnd): Promise<readonly string[]> {
  const only = end.reviewId === undefined ? sql`` : sql`and id = ${end.reviewId}`;
  const closed = await select<{ id: string }>(
    db,
    sql`update messaging_opt_out_reviews set status = ${end.status}, resolved_at = ${end.at}, resolved_by = ${end.by}, note = ${end.note ?? null}
        where workspace_id = ${workspaceId} and contact_id = ${end.contactId} and status = 'open' ${only} returning id`,
  );
  if (closed.length === 0) return [];
  await run(
    db,
    sql`update messaging_contacts c set review_opened_at = (
          select min(v.created_at) from messaging_opt_out_reviews v
          where v.workspace_id = c.workspace_id and v.contact_id = c.id and v.status = 'open')
        where c.workspace_id = ${workspaceId} and c.id = ${end.contactId}`,
  );
  return closed.map(({ id }) => id);
}

/** Messages of one run that waited for a review. */
export interface HeldMessages {
  readonly campaign_id: string;
  readonly run: number;
  readonly messages: number;
}

/** Lets a contact's waiting messages be decided again, unless another review holds the contact. */
export async function releaseHeld(
  db: Db,
  workspaceId: string,
  { contactId, at }: { readonly contactId: string; readonly at: string },
): Promise<readonly HeldMessages[]> {
  return await moveHeld(db, {
    where: sql`m.workspace_id = ${workspaceId} and m.contact_id = ${contactId} and not exists (
      select from messaging_opt_out_reviews v where v.workspace_id = m.workspace_id and v.contact_id = m.contact_id and v.status = 'open')`,
    set: sql`not_before = null, reason = null, updated_at = ${at}`,
  });
}

/** Leaves a contact's waiting messages out, under the consent that stands by then. */
export async function excludeHeld(
  db: Db,
  workspaceId: string,
  { contactId, at }: { readonly contactId: string; readonly at: string },
): Promise<readonly HeldMessages[]> {
  return await moveHeld(db, {
    where: sql`m.workspace_id = ${workspaceId} and m.contact_id = ${contactId}`,
    set: sql`status = 'excluded', reason = 'stopped', not_before = null, updated_at = ${at},
      consent_id = (select c.consent_id from messaging_contacts c where c.workspace_id = m.workspace_id and c.id = m.contact_id)`,
  });
}

async function moveHeld(db: Db, move: { readonly where: SQL; readonly set: SQL }): Promise<readonly HeldMessages[]> {
  return await select<HeldMessages>(
    db,
    sql`with moved as (
          update messaging_messages m set ${move.set}
          where ${move.where} and m.campaign_id is not null and m.status = 'planned' and m.reason = 'opt_out_review' returning m.campaign_id, m.run)
        select campaign_id, run, count(*)::int as messages from moved group by 1, 2 order by 1, 2`,
  );
}

/** One review, locked until the transaction ends. */
export async function lockReview(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<Pick<OptOutReview, 'contact_id' | 'status' | 'from_phone' | 'inbound_id'> | undefined> {
  return await selectOne(
    db,
    sql`select v.contact_id, v.status, v.inbound_id, i.from_phone from messaging_opt_out_reviews v
        join messaging_inbound_messages i on i.workspace_id = v.workspace_id and i.id = v.inbound_id
        where v.workspace_id = ${workspaceId} and v.id = ${id} for update of v`,
  );
}

/** One review as it is answered. */
export async function reviewById(db: Db, workspaceId: string, id: string): Promise<OptOutReview | undefined> {
  return await selectOne<OptOutReview>(db, reviewsWhere(sql`v.workspace_id = ${workspaceId} and v.id = ${id}`));
}

/** What a list of reviews may be narrowed to. */
export interface ReviewFilters {
  readonly status?: OptOutReview['status'] | undefined;
}

/** One page of reviews, newest first, after the id `after`. */
export async function reviewsPage(
  db: Db,
  workspaceId: string,
  page: PageQuery<ReviewFilters>,
): Promise<OptOutReview[]> {
  const after = page.after === undefined ? sql`` : sql`and v.id < ${page.after}::uuid`;
  const where = sql`${matching(workspaceId, page.filters)} ${after}`;
  return await select<OptOutReview>(db, sql`${reviewsWhere(where)} order by v.id desc limit ${page.limit}`);
}

/** How many reviews match. */
export async function countReviews(db: Db, workspaceId: string, filters: ReviewFilters): Promise<number> {
  const found = await selectOne<{ n: number }>(
    db,
    sql`select count(*)::int as n from messaging_opt_out_reviews v where ${matching(workspaceId, filters)}`,
  );
  return found?.n ?? 0;
}

function matching(workspaceId: string, { status }: ReviewFilters): SQL {
  return sql`v.workspace_id = ${workspaceId} ${status === undefined ? sql`` : sql`and v.status = ${status}`}`;
}

function reviewsWhere(where: SQL): SQL {
  return sql`
    select v.id, v.status, v.contact_id, i.from_phone, v.inbound_id, i.body, i.received_at, v.created_at, v.resolved_at, v.resolved_by, v.note,
           case when v.status <> 'open' then 0 else (
             select count(*)::int from messaging_messages m where m.workspace_id = v.workspace_id and m.contact_id = v.contact_id
               and m.status = 'planned' and m.reason = 'opt_out_review') end as waiting_messages
    from messaging_opt_out_reviews v
    join messaging_inbound_messages i on i.workspace_id = v.workspace_id and i.id = v.inbound_id
    where ${where}`;
}
