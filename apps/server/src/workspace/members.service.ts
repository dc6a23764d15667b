import { memberEvents, type members } from '@marquee/api/workspace/members.contract';
import { isAtLeast } from '@marquee/api/scopes';
import type { CallerCache } from '../auth/caller-cache.ts';
import { queueMail } from '../auth/mail-outbox.store.ts';
import { endSessionsOf } from '../auth/sessions.store.ts';
import type { Implements, Inside } from '../kernel/context.ts';
import { encodeCursor } from '../kernel/cursor.ts';
import { revokeApiKeysOf } from './api-keys.store.ts';
import { afterKeys } from './keyset.ts';
import { decideMemberChange } from './member-rules.ts';
import * as store from './members.store.ts';

const invitationMs = 7 * 86_400_000;

/** What member operations need. */
export interface MembersDeps {
  readonly callers: CallerCache;
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
        if (!isAtLeast(caller.role, role)) return ctx.fail('forbidden', `Only someone who is ${role} can make others ${role}`);
        if (await store.hasMember(db, workspaceId, email)) return ctx.fail('conflict', 'This address already belongs to a member');
        const at = now();
        const created_at = at.toISOString();
        const expires_at = new Date(at.getTime() + invitationMs).toISOString();
        const id = newId();
        await store.putInvitation(db, { workspace_id: workspaceId, id, email, role, invited_by: userId, created_at, expires_at });
        await queueMail(db, { id: newId(), kind: 'invitation', recipient: email, workspaceId, invitationId: id, at: created_at });
        await emit(memberEvents.invited, { invitation_id: id, role });
        audit({ invitation_id: id, role });
        return { user_id: id, status: 'invited' as const, email, full_name: null, role, created_at, expires_at };
      });
      mailSoon();
      return invited;
    },

    async update({ user_id, role }, ctx) {
      const { db, caller, now } = ctx;
      const at = now().toISOString();
      const person = await changeable(ctx, user_id, role);
      if (person.role === role) return person;
      await store.setRole(db, caller.workspaceId, { id: user_id, role, at });
      if (person.status === 'active') await ctx.emit(memberEvents.updated, { user_id, role });
      ctx.audit({ user_id, role, former_role: person.role });
      callers.forgetAll();
      return { ...person, role };
    },

    async remove({ user_id }, ctx) {
      const { db, caller, now } = ctx;
      const { workspaceId } = caller;
      const at = now().toISOString();
      const { status } = await changeable(ctx, user_id, null);
      await store.deletePerson(db, workspaceId, user_id);
      await endSessionsOf(db, { userId: user_id, workspaceId }, { at, because: 'removed' });
      await revokeApiKeysOf(db, workspaceId, { userId: user_id, at });
      await ctx.emit(memberEvents.removed, { user_id, status });
      ctx.audit({ user_id, status });
      callers.forgetAll();
      return {};
    },
  };
}

type ChangeContext = Inside & {
  readonly fail: (code: 'not_found' | 'forbidden' | 'unprocessable', detail: string) => never;
};

async function changeable({ db, caller, now, fail }: ChangeContext, id: string, nextRole: (typeof caller)['role'] | null) {
  const owners = await store.lockOwners(db, caller.workspaceId);
  const person = await store.findPerson(db, caller.workspaceId, id, now().toISOString());
  if (person === undefined) return fail('not_found', `Nobody with the id ${id} belongs to this workspace or is invited to it`);
  const isLastOwner = person.status === 'active' && owners.length === 1 && owners[0] === id;
  const refusal = decideMemberChange({ callerRole: caller.role, targetRole: person.role, nextRole, isLastOwner });
  return refusal === null ? person : fail(refusal.code, refusal.detail);
}
