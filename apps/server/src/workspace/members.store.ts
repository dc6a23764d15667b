import type { WorkspaceMember } from '@marquee/api/workspace/members.contract';
import type { Role } from '@marquee/api/scopes';
import { and, eq, gt, sql } from 'drizzle-orm';
import { emailKey } from '../auth/auth.store.ts';
import type { Db } from '../database/database.ts';
import { select, selectOne } from '../database/sql.ts';
import { invitations, members, type Invitation } from './members.tables.ts';

/** Someone who joins. */
export interface NewMember {
  readonly workspaceId: string;
  readonly userId: string;
  readonly email: string;
  readonly fullName: string;
  readonly role: Role;
  readonly at: string;
}

/** Adds a member. Someone who already is one keeps their role. */
export async function insertMember(db: Db, member: NewMember): Promise<void> {
  await db
    .insert(members)
    .values({
      workspace_id: member.workspaceId,
      user_id: member.userId,
      email: member.email.trim(),
      email_key: emailKey(member.email),
      full_name: member.fullName,
      role: member.role,
      created_at: member.at,
      updated_at: member.at,
    })
    .onConflictDoNothing();
}

/** Members and open invitations as they are listed. */
function people(workspaceId: string, at: string) {
  return sql`(
    select user_id, 'active' as status, email, full_name, role, created_at, null::timestamptz as expires_at
    from workspace_members where workspace_id = ${workspaceId}
    union all
    select id, 'invited', email, null, role, created_at, expires_at
    from workspace_invitations where workspace_id = ${workspaceId} and expires_at > ${at}::timestamptz) people`;
}

/** Which people to list. */
export interface PeoplePageOf {
  readonly at: string;
  /** Creation instant and id of the last one seen. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** Members and open invitations, oldest first, one more than asked when there are more. */
export async function listPeople(db: Db, workspaceId: string, page: PeoplePageOf): Promise<WorkspaceMember[]> {
  const after =
    page.after === null
      ? sql`true`
      : sql`(created_at, user_id) > (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`;
  return await select<WorkspaceMember>(
    db,
    sql`select * from ${people(workspaceId, page.at)} where ${after} order by created_at, user_id limit ${page.limit + 1}`,
  );
}

/** How many members and open invitations there are. */
export async function countPeople(db: Db, workspaceId: string, at: string): Promise<number> {
  return (
    (await selectOne<{ count: number }>(db, sql`select count(*) as count from ${people(workspaceId, at)}`))?.count ?? 0
  );
}

/** One member or open invitation by id. */
export async function findPerson(
  db: Db,
  workspaceId: string,
  id: string,
  at: string,
): Promise<WorkspaceMember | undefined> {
  return await selectOne<WorkspaceMember>(db, sql`select * from ${people(workspaceId, at)} where user_id = ${id}`);
}

/** Whether someone with this address belongs to the workspace. */
export async function hasMember(db: Db, workspaceId: string, email: string): Promise<boolean> {
  const found = await db
    .select({ id: members.user_id })
    .from(members)
    .where(and(eq(members.workspace_id, workspaceId), eq(members.email_key, emailKey(email))));
  return found.length > 0;
}

/** The ids of a workspace's owners, locked until the transaction ends, so that two owners cannot demote each other at once. */
export async function lockOwners(db: Db, workspaceId: string): Promise<string[]> {
  const owners = await db
    .select({ id: members.user_id })
    .from(members)
    .where(and(eq(members.workspace_id, workspaceId), eq(members.role, 'owner')))
    .orderBy(members.user_id)
    .for('update');
  return owners.map((owner) => owner.id);
}

/** Gives a member or an invitation another role. */
export async function setRole(
  db: Db,
  workspaceId: string,
  change: { id: string; role: Role; at: string },
): Promise<void> {
  await db
    .update(members)
    .set({ role: change.role, updated_at: change.at })
    .where(and(eq(members.workspace_id, workspaceId), eq(members.user_id, change.id)));
  await db
    .update(invitations)
    .set({ role: change.role })
    .where(and(eq(invitations.workspace_id, workspaceId), eq(invitations.id, change.id)));
}

/** Takes a member or an invitation away. */
export async function deletePerson(db: Db, workspaceId: string, id: string): Promise<void> {
  await db.delete(members).where(and(eq(members.workspace_id, workspaceId), eq(members.user_id, id)));
  await db.delete(invitations).where(and(eq(invitations.workspace_id, workspaceId), eq(invitations.id, id)));
}

/** Opens an invitation. An earlier one of the same address is replaced, and its links with it. */
export async function putInvitation(db: Db, invitation: Omit<Invitation, 'email_key'>): Promise<void> {
  const row = { ...invitation, email_key: emailKey(invitation.email) };
  await db
    .insert(invitations)
    .values(row)
    .onConflictDoUpdate({ target: [invitations.workspace_id, invitations.email_key], set: row });
}

/**
 * Uses an invitation up.
 *
 * @returns the invitation; undefined when it is over, withdrawn or used by another request
 */
export async function takeInvitation(
  db: Db,
  workspaceId: string,
  take: { id: string; at: string },
): Promise<Invitation | undefined> {
  const taken = await db
    .delete(invitations)
    .where(
      and(eq(invitations.workspace_id, workspaceId), eq(invitations.id, take.id), gt(invitations.expires_at, take.at)),
    )
    .returning();
  return taken[0];
}

/** An open invitation with the workspace's name. For system transactions: it looks over all workspaces. */
export async function invitationWithWorkspace(
  db: Db,
  id: string,
  at: string,
): Promise<(Invitation & { readonly workspace_name: string }) | undefined> {
  return await selectOne(
    db,
    sql`select i.*, w.name as workspace_name from workspace_invitations i join workspaces w on w.id = i.workspace_id
        where i.id = ${id} and i.expires_at > ${at}::timestamptz`,
  );
}
