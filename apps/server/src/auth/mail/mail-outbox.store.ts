import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { mailOutbox, type QueuedMail } from '../auth.tables.ts';

/** A mail to send once the transaction has committed. */
export interface NewMail {
  readonly id: string;
  readonly kind: QueuedMail['kind'];
  readonly recipient: string;
  readonly workspaceId: string | null;
  readonly invitationId: string | null;
  readonly at: string;
}

/** Promises a mail. It goes out if, and only if, the transaction commits. */
export async function queueMail(db: Db, mail: NewMail): Promise<void> {
  await db.insert(mailOutbox).values({
    id: mail.id,
    workspace_id: mail.workspaceId,
    kind: mail.kind,
    recipient: mail.recipient,
    invitation_id: mail.invitationId,
    created_at: mail.at,
    next_attempt_at: mail.at,
  });
}

/** Takes one waiting mail for as long as `leaseUntil`; after it, another process may. */
export async function claimMail(db: Db, at: string, leaseUntil: string): Promise<QueuedMail | undefined> {
  const due = db
    .select({ id: mailOutbox.id })
    .from(mailOutbox)
    .where(and(isNull(mailOutbox.done_at), lte(mailOutbox.next_attempt_at, at)))
    .orderBy(asc(mailOutbox.next_attempt_at), asc(mailOutbox.id))
    .limit(1)
    .for('update', { skipLocked: true });
  const claimed = await db
    .update(mailOutbox)
    .set({ next_attempt_at: leaseUntil, attempts: sql`${mailOutbox.attempts} + 1` })
    .where(sql`${mailOutbox.id} = ${due}`) // `=` runs the locking query once, `in` may run it again
    .returning();
  return claimed[0];
}

/** Ends a mail. */
export async function finishMail(
  db: Db,
  id: string,
  end: { at: string; outcome: 'sent' | 'dropped' | 'given_up' },
): Promise<void> {
  await db.update(mailOutbox).set({ done_at: end.at, outcome: end.outcome }).where(eq(mailOutbox.id, id));
}

/** Puts a mail off. */
export async function postponeMail(db: Db, id: string, until: string, error: string): Promise<void> {
  await db.update(mailOutbox).set({ next_attempt_at: until, last_error: error }).where(eq(mailOutbox.id, id));
}
