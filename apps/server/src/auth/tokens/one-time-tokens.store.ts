import { and, count, eq, gt } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { invitations, type Invitation } from '../../workspace/members.tables.ts';
import { oneTimeTokens } from '../auth.tables.ts';

/** Keeps the hash of a token that is about to be mailed. */
export async function insertOneTimeToken(db: Db, token: typeof oneTimeTokens.$inferInsert): Promise<void> {
  await db.insert(oneTimeTokens).values(token);
}

/** How many password links a person was sent since an instant. */
export async function resetTokensSince(db: Db, userId: string, since: string): Promise<number> {
  const found = await db
    .select({ count: count() })
    .from(oneTimeTokens)
    .where(and(eq(oneTimeTokens.user_id, userId), gt(oneTimeTokens.created_at, since)));
  return found[0]?.count ?? 0;
}

/** Whose password a token may set, if it is still good. */
export async function resetTokenUser(db: Db, tokenHash: string, at: string): Promise<string | null> {
  const found = await db
    .select({ userId: oneTimeTokens.user_id })
    .from(oneTimeTokens)
    .where(
      and(
        eq(oneTimeTokens.token_hash, tokenHash),
        eq(oneTimeTokens.purpose, 'password_reset'),
        gt(oneTimeTokens.expires_at, at),
      ),
    );
  return found[0]?.userId ?? null;
}

/**
 * Uses up a password token and every other one of the same person.
 *
 * @returns whose password may be set; null when another request used it first
 */
export async function consumeResetToken(db: Db, tokenHash: string, at: string): Promise<string | null> {
  const used = await db
    .delete(oneTimeTokens)
    .where(
      and(
        eq(oneTimeTokens.token_hash, tokenHash),
        eq(oneTimeTokens.purpose, 'password_reset'),
        gt(oneTimeTokens.expires_at, at),
      ),
    )
    .returning({ userId: oneTimeTokens.user_id });
  const userId = used[0]?.userId ?? null;
  if (userId !== null) await db.delete(oneTimeTokens).where(eq(oneTimeTokens.user_id, userId));
  return userId;
}

/** The open invitation a token belongs to, if both are still good. */
export async function invitationOfToken(db: Db, tokenHash: string, at: string): Promise<Invitation | undefined> {
  const found = await db
    .select({ invitation: invitations })
    .from(oneTimeTokens)
    .innerJoin(invitations, eq(invitations.id, oneTimeTokens.invitation_id))
    .where(
      and(eq(oneTimeTokens.token_hash, tokenHash), gt(oneTimeTokens.expires_at, at), gt(invitations.expires_at, at)),
    );
  return found[0]?.invitation;
}

/** Forgets the tokens of an invitation that was used. */
export async function deleteInvitationTokens(db: Db, invitationId: string): Promise<void> {
  await db.delete(oneTimeTokens).where(eq(oneTimeTokens.invitation_id, invitationId));
}
