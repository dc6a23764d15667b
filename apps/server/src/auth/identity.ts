import type { Identity } from '@marquee/api/auth/auth.contract';
import type { z } from 'zod';
import type { Db } from '../database/database.ts';
import type { Caller } from '../kernel/context.ts';
import { readWorkspace } from '../workspace/settings.store.ts';
import { membershipsOf, userById } from './auth.store.ts';

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
    workspace: { id: workspaceId, name: workspace.name, time_zone: workspace.time_zone, is_demo: workspace.is_demo },
    role,
    scopes: [...caller.scopes],
    workspaces: memberships.map(({ id, name, role: held }) => ({ id, name, role: held })),
  };
}
