import type { auth } from '@marquee/api/auth/auth.contract';
import { ApiError } from '@marquee/api/errors';
import { memberEvents } from '@marquee/api/workspace/members.contract';
import type { Implements, Member } from '../kernel/context.ts';
import { isMember } from '../kernel/access.ts';
import { insertMember } from '../workspace/members.store.ts';
import { readWorkspace } from '../workspace/settings.store.ts';
import { authenticate, type AuthenticateDeps } from './authenticate.ts';

type Context = Parameters<Implements<typeof auth>['register']>[1];

/** The demo that somebody who registers comes from, as its token proves. */
export async function demoOfToken(
  deps: Omit<AuthenticateDeps, 'now'>,
  token: string,
  { now, fail }: Context,
): Promise<Member> {
  const caller = await authenticate({ ...deps, now })(`Bearer ${token}`).catch((error: unknown) => {
    if (error instanceof ApiError) return null;
    throw error;
  });
  const refusal = '`demo_token` is no access token of the demo, or over; leave it out to register without it';
  if (caller === null || !isMember(caller)) return fail('unprocessable', refusal);
  const workspace = await deps.asSystem('register from the demo', (db) => readWorkspace(db, caller.workspaceId));
  return workspace?.is_demo === true ? caller : fail('unprocessable', refusal);
}

/** Makes a new account a member of the demo that it comes from, in the same role. */
export async function joinDemo(
  demo: Member,
  account: { readonly userId: string; readonly email: string; readonly fullName: string },
  { now, writeIn }: Context,
): Promise<void> {
  const { workspaceId, role } = demo;
  await writeIn(workspaceId, async ({ db, emit, audit }) => {
    await insertMember(db, { ...account, workspaceId, role, at: now().toISOString() });
    await emit(memberEvents.joined, { user_id: account.userId, role });
    audit({ user_id: account.userId, role });
  });
}
