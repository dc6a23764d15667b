import type { Role } from '@marquee/api/scopes';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { select } from '../../database/sql.ts';
import { refreshTokens, sessions } from '../auth.tables.ts';

/** Why a session ended before its time. */
export type SessionEnd = 'logout' | 'reuse' | 'password_reset' | 'removed';

/** Begins a session. */
export async function insertSession(db: Db, session: typeof sessions.$inferInsert): Promise<void> {
  await db.insert(sessions).values(session);
}

/** Ends one session; an ended one keeps its first reason. */
export async function endSession(db: Db, id: string, end: { at: string; because: SessionEnd }): Promise<void> {
  await db
    .update(sessions)
    .set({ ended_at: end.at, ended_because: end.because })
    .where(and(eq(sessions.id, id), isNull(sessions.ended_at)));
}

/** Ends every session of a person, in one workspace when it is given. */
export async function endSessionsOf(
  db: Db,
  whose: { userId: string; workspaceId?: string },
  end: { at: string; because: SessionEnd },
): Promise<void> {
  const inWorkspace = whose.workspaceId === undefined ? undefined : eq(sessions.workspace_id, whose.workspaceId);
  await db
    .update(sessions)
    .set({ ended_at: end.at, ended_because: end.because })
    .where(and(eq(sessions.user_id, whose.userId), isNull(sessions.ended_at), inWorkspace));
}

/** A session that counts at `at`, with the member's present role. */
export interface LiveSession {
  readonly id: string;
  readonly user_id: string;
  readonly workspace_id: string;
  readonly role: Role;
  readonly expires_at: string;
}

/** The session, unless it ended, ran out, or its person no longer belongs to the workspace. */
export async function liveSession(db: Db, id: string, at: string): Promise<LiveSession | undefined> {
  return (await liveSessions(db, [id], at))[0];
}

/** Those of the sessions that count at `at`. */
export async function liveSessions(db: Db, ids: readonly string[], at: string): Promise<readonly LiveSession[]> {
  return await select<LiveSession>(
    db,
    sql`select s.id, s.user_id, s.workspace_id, m.role, s.expires_at
        from auth_sessions s
        join workspace_members m on m.workspace_id = s.workspace_id and m.user_id = s.user_id
        where s.id in ${ids} and s.ended_at is null and s.expires_at > ${at}::timestamptz`,
  );
}

/** Keeps one refresh token of a session. */
export async function insertRefreshToken(db: Db, token: typeof refreshTokens.$inferInsert): Promise<void> {
  await db.insert(refreshTokens).values(token);
}

/** A refresh token as stored, locked until the transaction ends, so that two exchanges of it take turns. */
export async function lockRefreshToken(
  db: Db,
  tokenHash: string,
): Promise<typeof refreshTokens.$inferSelect | undefined> {
  return (await db.select().from(refreshTokens).where(eq(refreshTokens.token_hash, tokenHash)).for('update'))[0];
}

/** The session a refresh token belongs to, used or not. */
export async function sessionOfRefreshToken(db: Db, tokenHash: string): Promise<string | undefined> {
  const found = await db
    .select({ id: refreshTokens.session_id })
    .from(refreshTokens)
    .where(eq(refreshTokens.token_hash, tokenHash));
  return found[0]?.id;
}

/** Marks a refresh token as exchanged and its session as in use. */
export async function markExchanged(
  db: Db,
  token: { token_hash: string; session_id: string },
  at: string,
): Promise<void> {
  await db.update(refreshTokens).set({ used_at: at }).where(eq(refreshTokens.token_hash, token.token_hash));
  await db.update(sessions).set({ last_used_at: at }).where(eq(sessions.id, token.session_id));
}
