import { scopesOfRole, type Role } from '@marquee/api/scopes';
import type { Member } from '../kernel/context.ts';
import type { Incoming } from '../kernel/invoker.ts';
import type { WatchCaller } from '../kernel/streams.ts';
import { newId } from '../lib/ids.ts';

/** A signed-in member of a workspace. */
export function callerOf(workspaceId: string, role: Role): Member {
  return {
    kind: 'user',
    workspaceId,
    userId: newId(),
    apiKeyId: null,
    sessionId: newId(),
    role,
    scopes: scopesOfRole[role],
    endsAt: Number.POSITIVE_INFINITY,
  };
}

/** A call from loopback. */
export function incoming(changes: Partial<Incoming> = {}): Incoming {
  return {
    requestId: newId(),
    authorization: null,
    idempotencyKey: null,
    sender: { ip: '127.0.0.1', userAgent: null, origin: null, bearer: null, cookies: {}, setCookie: () => undefined },
    signal: AbortSignal.timeout(60_000),
    door: 'rest',
    ...changes,
  };
}

/** Watches nobody: for callers that stand for themselves. */
export const unwatched: WatchCaller = () => ({ [Symbol.dispose]: () => undefined });
