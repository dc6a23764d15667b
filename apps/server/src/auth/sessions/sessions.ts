import type { Role } from '@marquee/api/scopes';
import type { Db } from '../../database/database.ts';
import type { Sender } from '../../kernel/context.ts';
import { randomSecret, sha256 } from '../../lib/crypto/crypto.ts';
import { setLastWorkspace } from '../auth.store.ts';
import {
  endSession,
  insertRefreshToken,
  insertSession,
  liveSession,
  lockRefreshToken,
  markExchanged,
} from './sessions.store.ts';

/** How every refresh token begins. */
export const refreshPrefix = 'mq_refresh_';

/** Seconds an unused refresh token lasts, and so a session nobody uses. */
export const refreshTokenSeconds = 30 * 86_400;

const sessionSeconds = 90 * 86_400;
const repeatGraceMs = 10_000;

/** A session with the refresh token that continues it. */
export interface OpenSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly workspaceId: string;
  readonly role: Role;
  readonly refreshToken: string;
}

/** What a session starts from. */
export interface SessionStart {
  readonly id: string;
  readonly userId: string;
  readonly workspaceId: string;
  readonly role: Role;
  readonly sender: Pick<Sender, 'ip' | 'userAgent'>;
  readonly at: Date;
}

/** Begins a session of at most 90 days and remembers the workspace as the person's last one. */
export async function startSession(db: Db, start: SessionStart): Promise<OpenSession> {
  const at = start.at.toISOString();
  await insertSession(db, {
    id: start.id,
    workspace_id: start.workspaceId,
    user_id: start.userId,
    ip: start.sender.ip,
    user_agent: start.sender.userAgent?.slice(0, 400) ?? null,
    created_at: at,
    last_used_at: at,
    expires_at: later(start.at, sessionSeconds),
  });
  await setLastWorkspace(db, start.userId, start.workspaceId);
  const refreshToken = await nextRefreshToken(db, start.id, start.at);
  return { sessionId: start.id, userId: start.userId, workspaceId: start.workspaceId, role: start.role, refreshToken };
}

/** How an exchange went. */
export type Exchange =
  | { readonly kind: 'exchanged'; readonly session: OpenSession }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'stolen' };

/**
 * Exchanges a refresh token for the next one of its session.
 *
 * A token that was exchanged before is a double click for ten seconds: refused, with nothing issued, and the session lives. So
 * the grace gives a thief nothing. After it, somebody else holds the token, and the session ends for both.
 */
export async function exchangeRefreshToken(db: Db, token: string, now: Date): Promise<Exchange> {
  const at = now.toISOString();
  const found = await lockRefreshToken(db, sha256(token));
  if (found === undefined) return { kind: 'invalid' };
  const session = await liveSession(db, found.session_id, at);
  if (session === undefined || found.expires_at <= at) return { kind: 'invalid' };
  if (found.used_at !== null) {
    if (now.getTime() - Date.parse(found.used_at) <= repeatGraceMs) return { kind: 'repeated' };
    await endSession(db, found.session_id, { at, because: 'reuse' });
    return { kind: 'stolen' };
  }
  await markExchanged(db, found, at);
  const refreshToken = await nextRefreshToken(db, found.session_id, now);
  const { user_id: userId, workspace_id: workspaceId, role } = session;
  return { kind: 'exchanged', session: { sessionId: found.session_id, userId, workspaceId, role, refreshToken } };
}

async function nextRefreshToken(db: Db, sessionId: string, now: Date): Promise<string> {
  const token = randomSecret(refreshPrefix);
  await insertRefreshToken(db, {
    token_hash: sha256(token),
    session_id: sessionId,
    issued_at: now.toISOString(),
    expires_at: later(now, refreshTokenSeconds),
  });
  return token;
}

function later(from: Date, seconds: number): string {
  return new Date(from.getTime() + seconds * 1000).toISOString();
}
