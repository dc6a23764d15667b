import type { auth } from '@marquee/api/auth/auth.contract';
import { NewPassword } from '@marquee/api/auth/auth.contract';
import { memberEvents } from '@marquee/api/workspace/members.contract';
import type { z } from 'zod';
import type { AsSystem } from '../database/database.ts';
import { isUniqueViolation } from '../database/failures.ts';
import type { Implements } from '../kernel/context.ts';
import { sha256 } from '../lib/crypto/crypto.ts';
import { insertMember, takeInvitation } from '../workspace/members.store.ts';
import type { Invitation } from '../workspace/members.tables.ts';
import { countAttempt, forgiveAttempt } from './attempts.store.ts';
import { insertUser, userByEmail } from './auth.store.ts';
import type { User } from './auth.tables.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { startSession, type OpenSession } from './sessions/sessions.ts';
import { deleteInvitationTokens, invitationOfToken } from './tokens/one-time-tokens.store.ts';

type Input = z.output<typeof auth.acceptInvite.input>;
type Context = Parameters<Implements<typeof auth>['acceptInvite']>[1];
interface Deps {
  readonly asSystem: AsSystem;
}

/** Someone who may join: known by password, or new. */
interface Joiner {
  readonly id: string;
  readonly fullName: string;
}

const gone = 'The invitation is used, withdrawn, over or unknown; ask for a new one';

/**
 * Joins the workspace of an invitation and signs in there.
 *
 * The account comes first, in a transaction of its own; the membership, its event and the end of the invitation then commit
 * together. A crash between the two leaves an account without a workspace, and the link still works.
 */
export async function acceptInvite({ asSystem }: Deps, input: Input, ctx: Context): Promise<OpenSession> {
  const at = ctx.now().toISOString();
  const found = await asSystem('accept an invitation', async (db) => {
    const invitation = await invitationOfToken(db, sha256(input.token), at);
    return invitation === undefined ? null : { invitation, user: await userByEmail(db, invitation.email) };
  });
  if (found === null) return ctx.fail('unprocessable', gone);
  const { invitation, user } = found;
  const known = { asSystem, input, ctx, invitation };
  const joiner = user === undefined ? await newAccount(known) : await provenAccount(known, user);

  const { workspace_id: workspaceId, email, id: invitationId } = invitation;
  const role = await ctx.writeIn(workspaceId, async ({ db, emit, audit }) => {
    // Read again: the role may have been changed, the invitation withdrawn, while the password was hashed.
    const taken = await takeInvitation(db, workspaceId, { id: invitationId, at });
    if (taken === undefined) return ctx.fail('unprocessable', gone);
    await insertMember(db, { workspaceId, userId: joiner.id, email, fullName: joiner.fullName, role: taken.role, at });
    await emit(memberEvents.joined, { user_id: joiner.id, role: taken.role });
    audit({ user_id: joiner.id, invitation_id: invitationId, role: taken.role });
    return taken.role;
  });
  return await asSystem('accept an invitation', async (db) => {
    await deleteInvitationTokens(db, invitationId);
    return await startSession(db, {
      id: ctx.newId(),
      userId: joiner.id,
      workspaceId,
      role,
      sender: ctx.sender,
      at: ctx.now(),
    });
  });
}

interface Known {
  readonly asSystem: AsSystem;
  readonly input: Input;
  readonly ctx: Context;
  readonly invitation: Invitation;
}

/** An account exists: its password must be right, and wrong ones count as failed sign-ins. */
async function provenAccount({ asSystem, input, ctx }: Known, user: User): Promise<Joiner> {
  const attempt = { email: user.email, ip: ctx.sender.ip, at: ctx.now() };
  const wait = await asSystem('accept an invitation', (db) => countAttempt(db, attempt));
  if (wait !== null)
    return ctx.fail('rate_limited', `Too many failed sign-ins; try again in ${wait} s`, { retryAfterSeconds: wait });
  if (!(await verifyPassword(user.password_hash, input.password))) {
    return ctx.fail('unauthenticated', 'This address has an account already; give its own password');
  }
  await asSystem('accept an invitation', (db) => forgiveAttempt(db, attempt));
  return { id: user.id, fullName: user.full_name };
}

async function newAccount({ asSystem, input, ctx, invitation }: Known): Promise<Joiner> {
  const { full_name: fullName, password } = input;
  if (fullName === undefined) return refuseField(ctx, 'full_name', 'Someone new gives a name');
  if (!NewPassword.safeParse(password).success)
    return refuseField(ctx, 'password', 'A new password has at least 10 characters');
  const passwordHash = await hashPassword(password);
  const user = { id: ctx.newId(), email: invitation.email, fullName, passwordHash, at: ctx.now().toISOString() };
  await asSystem('accept an invitation', (db) => insertUser(db, user)).catch((error: unknown) => {
    if (isUniqueViolation(error, 'auth_users_email_key'))
      ctx.fail('conflict', 'This address just got an account; accept again with its password');
    throw error;
  });
  return { id: user.id, fullName };
}

function refuseField(ctx: Context, field: string, detail: string): never {
  return ctx.fail('unprocessable', detail, { errors: [{ pointer: `/${field}`, code: 'required', detail }] });
}
