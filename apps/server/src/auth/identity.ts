import type { Identity } from '@marquee/api/auth/auth.contract';
import { scopesOfRole } from '@marquee/api/scopes';
import type { z } from 'zod';
import type { Db } from '../database/database.ts';
import type { Caller } from '../kernel/context.ts';
import type { LiveApiKey } from '../workspace/api-keys.store.ts';
import { readWorkspace } from '../workspace/settings.store.ts';
import { membershipsOf, userById } from './auth.store.ts';
import type { LiveSession } from './sessions/sessions.store.ts';

/** Who a caller is, in full; null for nobody. For system transactions: it looks over all workspaces of the person. */
export async function identityOf(db: Db, caller: Caller): Promise<z.infer<typeof Identity> | null> {
  const { kind, userId, workspaceId, role } = caller;
  if (kind === 'anonymous' || userId === null || workspaceId === null || role === null) return null;
  const user = await userById(db, userId);
  const workspace = await readWorkspace(db, workspaceId);
  if (user === undefined || workspace === undefined) return null;
  // A key belongs to one workspace: it does not tell where else its maker works.
  const memberships = kind === 'user' ? await membershipsOf(db, userId) : [];
  return {
    kind,
    user: { id: user.id, email: user.email, full_name: user.full_name },
    api_key_id: caller.apiKeyId,
    workspace: {
      id: workspaceId,
      name: workspace.name,
      time_zone: workspace.time_zone,
      is_demo: workspace.is_demo,
      created_at: workspace.created_at,
    },
    role,
    scopes: [...caller.scopes],
    workspaces: memberships.map(({ id, name, role: held }) => ({ id, name, role: held })),
  };
}

/** The person whose session it is, with the rights of their present role. */
export function callerOfSession(session: LiveSession, endsAt: number): Caller {
  return {
    kind: 'user',
    workspaceId: session.workspace_id,
    userId: session.user_id,
    apiKeyId: null,
    sessionId: session.id,
    role: session.role,
    scopes: scopesOfRole[session.role],
    endsAt,
  };
}

/** The program whose key it is: it may what the key says, as far as its maker's present role may. */
export function callerOfKey(key: LiveApiKey): Caller {
  const held: readonly string[] = scopesOfRole[key.role];
  return {
    kind: 'api_key',
    workspaceId: key.workspace_id,
    userId: key.made_by,
    apiKeyId: key.id,
    sessionId: null,
    role: key.role,
    scopes: key.scopes.filter((scope) => held.includes(scope)),
    endsAt: key.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(key.expires_at),
  };
}
