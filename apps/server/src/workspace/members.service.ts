import { memberEvents, type members } from '@marquee/api/workspace/members.contract';
import { isAtLeast, type Role } from '@marquee/api/scopes';
import { queueMail } from '../auth/mail/mail-outbox.store.ts';
import { endSessionsOf } from '../auth/sessions/sessions.store.ts';
import type { Implements, Inside } from '../kernel/context.ts';
import { encodeCursor } from '../kernel/paging/cursor.ts';
import { revokeApiKeysOf } from './api-keys.store.ts';
import { afterKeys } from './keyset.ts';
import { decideMemberChange } from './member-rules.ts';
import * as store from './members.store.ts';

const invitationMs = 7 * 86_400_000;

/** What member operations need. */
export interface MembersDeps {
  /** Who is known to be calling; must be forgotten when a role or a membership ends. */
  readonly callers: { readonly forgetAll: () => void };
  /** Sends waiting mail soon, without being waited for. */
  readonly mailSoon: () => void;
}

/** The people of a workspace. */
export function membersService({ callers, mailSoon }: MembersDeps): Implements<typeof members> {
  return {
    async list({ limit, cursor, include_total }, { db, caller, now }) {
      const at = now().toISOString();
      const after = afterKeys({}, cursor);
      const found = await store.listPeople(db, caller.workspaceId, { at, after, limit });
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1) : undefined;
      const next_cursor = last === undefined ? null : encodeCursor({}, [last.created_at, last.user_id]);
      const total = include_total ? { total: await store.countPeople(db, caller.workspaceId, at) } : {};
      return { items, page: { next_cursor, limit, ...total } };
    },

    async invite({ email, role }, ctx) {
      const invited = await ctx.write(async ({ db, caller, emit, audit, newId, now }) => {
        const { workspaceId, userId } = caller;
        if (userId === null) return ctx.fail('forbidden', 'Only members and their API keys can invite');
        if (!isAtLeast(caller.role, role))
          return ctx.fail('forbidden', `Only someone who is ${role} can make others ${role}`);
        if (await store.hasMember(db, workspaceId, email))
          return ctx.fail('conflict', 'This address already belongs to a member');
        const at = now();
        const created_at = at.toISOString();
        const expires_at = new Date(at.getTime() + invitationMs).toISOString();
        const id = newId();
        await store.putInvitation(db, {
          workspace_id: workspaceId,
          id,
          email,
          role,
          invited_by: userId,
          created_at,
          expires_at,
        });
        await queueMail(db, {
          id: newId(),
          kind: 'invitation',
          recipient: email,
          workspaceId,
          invitationId: id,
          at: created_at,
        });
        await emit(memberEvents.invited, { invitation_id: id, role });
        audit({ invitation_id: id, role });
        return { user_id: id, status: 'invited' as const, email, full_name: null, role, created_at, expires_at };
      });
      mailSoon();
      return invited;
    },

    async update({ user_id, role }, ctx) {
      const changed = await ctx.write(async (inside) => {
        const person = await changeable(inside, ctx.fail, { id: user_id, nextRole: role });
        if (person.role === role) return person;
        const { db, caller, now, emit, audit } = inside;
        await store.setRole(db, caller.workspaceId, { id: user_id, role, at: now().toISOString() });
        if (person.status === 'active') await emit(memberEvents.updated, { user_id, role });
        audit({ user_id, role, former_role: person.role });
        return { ...person, role };
      });
      // After the commit: a caller looked up before it must not be remembered beyond it.
      callers.forgetAll();
      return changed;
    },

    async remove({ user_id }, ctx) {
      await ctx.write(async (inside) => {
        const { status } = await changeable(inside, ctx.fail, { id: user_id, nextRole: null });
        const { db, caller, now, emit, audit } = inside;
        const { workspaceId } = caller;
        const at = now().toISOString();
        await store.deletePerson(db, workspaceId, user_id);
        await endSessionsOf(db, { userId: user_id, workspaceId }, { at, because: 'removed' });
        await revokeApiKeysOf(db, workspaceId, { userId: user_id, at });
        await emit(memberEvents.removed, { user_id, status });
        audit({ user_id, status });
      });
      callers.forgetAll();
      return {};
    },
  };
}

type Fail = (code: 'not_found' | 'forbidden' | 'unprocessable', detail: string) => never;

async function changeable({ db, caller, now }: Inside, fail: Fail, wanted: { id: string; nextRole: Role | null }) {
  const owners = await store.lockOwners(db, caller.workspaceId);
  const person = await store.findPerson(db, caller.workspaceId, wanted.id, now().toISOString());
  if (person === undefined)
    return fail('not_found', `Nobody with the id ${wanted.id} belongs to this workspace or is invited to it`);
  const isLastOwner = person.status === 'active' && owners.length === 1 && owners[0] === wanted.id;
  const change = { callerRole: caller.role, targetRole: person.role, nextRole: wanted.nextRole, isLastOwner };
  const refusal = decideMemberChange(change);
  return refusal === null ? person : fail(refusal.code, refusal.detail);
}
