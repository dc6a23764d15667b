import { ApiError } from '@marquee/api/errors';
import type { AsSystem } from '../database/database.ts';
import type { Caller } from '../kernel/context.ts';
import { sha256 } from '../lib/crypto/crypto.ts';
import { isApiKey, liveApiKey, touchApiKey } from '../workspace/api-keys.store.ts';
import { callerOfKey, callerOfSession } from './identity.ts';
import type { CallerCache } from './sessions/caller-cache.ts';
import { liveSession } from './sessions/sessions.store.ts';
import { refreshPrefix } from './sessions/sessions.ts';
import type { AccessTokens } from './tokens/access-tokens.ts';

/** What authenticating needs. */
export interface AuthenticateDeps {
  readonly asSystem: AsSystem;
  readonly now: () => Date;
  readonly tokens: AccessTokens;
  readonly callers: CallerCache;
}

/** Nobody in particular. */
export const anonymous: Caller = {
  kind: 'anonymous',
  workspaceId: null,
  userId: null,
  apiKeyId: null,
  sessionId: null,
  role: null,
  scopes: [],
  endsAt: Number.POSITIVE_INFINITY,
};

/**
 * Finds who is behind an Authorization header: a person by access token, a program by API key.
 *
 * Sessions, keys, memberships and roles are read again every ten seconds at most (see `callerCache`), so that an access token
 * does not outlive what it stands for. Without a header the caller is anonymous. So is one who sends a refresh token: it proves
 * nothing but the right to exchange it.
 *
 * @throws {ApiError} `unauthenticated` when the credential is unknown, over or revoked
 */
export function authenticate(deps: AuthenticateDeps): (authorization: string | null) => Promise<Caller> {
  return async (authorization) => {
    if (authorization === null) return anonymous;
    const credential = /^Bearer +([\x21-\x7e]{1,4096})$/i.exec(authorization)?.[1];
    if (credential === undefined) throw refusal('Send `Authorization: Bearer` with an access token or an API key');
    if (credential.startsWith(refreshPrefix)) return anonymous;
    const lookUp = isApiKey(credential) ? byApiKey : byAccessToken;
    return await deps.callers.find(sha256(credential), () => lookUp(deps, credential));
  };
}

async function byAccessToken({ asSystem, now, tokens }: AuthenticateDeps, token: string): Promise<Caller> {
  const claims = await tokens.verify(token);
  const session = await asSystem('authenticate a session', (db) =>
    liveSession(db, claims.sessionId, now().toISOString()),
  );
  if (session === undefined || session.user_id !== claims.userId || session.workspace_id !== claims.workspaceId) {
    throw refusal('The session has ended; sign in again');
  }
  return callerOfSession(session, claims.expiresAt.getTime());
}

async function byApiKey({ asSystem, now }: AuthenticateDeps, key: string): Promise<Caller> {
  const at = now();
  const found = await asSystem('authenticate an API key', async (db) => {
    const live = await liveApiKey(db, key, at.toISOString());
    if (live !== undefined) await touchApiKey(db, live, at);
    return live;
  });
  if (found === undefined) throw refusal('The API key is unknown, expired or revoked');
  return callerOfKey(found);
}

function refusal(detail: string): ApiError {
  return new ApiError('unauthenticated', detail);
}
