import type { Role } from '@marquee/api/scopes';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { select } from '../database/sql.ts';
import { users, type User } from './auth.tables.ts';

/** What an address is compared by: one account an address, whatever its case. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/** The person behind an address, if any. Sees every workspace: for system transactions. */
export async function userByEmail(db: Db, email: string): Promise<User | undefined> {
  return (
    await db
      .select()
      .from(users)
      .where(eq(users.email_key, emailKey(email)))
  )[0];
}

/** The person with an id, if any. */
export async function userById(db: Db, id: string): Promise<User | undefined> {
  return (await db.select().from(users).where(eq(users.id, id)))[0];
}

/** A person to be. */
export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly fullName: string;
  readonly passwordHash: string;
  readonly at: string;
}

/** Makes a person. A second one with the same address violates `auth_users_email_key`. */
export async function insertUser(db: Db, user: NewUser): Promise<void> {
  await db.insert(users).values({
    id: user.id,
    email: user.email.trim(),
    email_key: emailKey(user.email),
    full_name: user.fullName,
    password_hash: user.passwordHash,
    created_at: user.at,
    updated_at: user.at,
  });
}

/** Sets another password and answers the account's address. */
export async function setPassword(
  db: Db,
  userId: string,
  change: { passwordHash: string; at: string },
): Promise<string | undefined> {
  const changed = await db
    .update(users)
    .set({ password_hash: change.passwordHash, updated_at: change.at })
    .where(eq(users.id, userId))
    .returning({ email: users.email });
  return changed[0]?.email;
}

/** Remembers where a person worked last. */
export async function setLastWorkspace(db: Db, userId: string, workspaceId: string): Promise<void> {
  await db.update(users).set({ last_workspace_id: workspaceId }).where(eq(users.id, userId));
}

/** A workspace a person belongs to. */
export interface Membership {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly isLast: boolean;
}

/** Every workspace of a person: the last used one first, then the oldest membership. */
export async function membershipsOf(db: Db, userId: string): Promise<Membership[]> {
  return await select<Membership>(
    db,
    sql`select w.id, w.name, m.role, w.id is not distinct from u.last_workspace_id as "isLast"
        from workspace_members m
        join workspaces w on w.id = m.workspace_id
        join auth_users u on u.id = m.user_id
        where m.user_id = ${userId}
        order by "isLast" desc, m.created_at, w.id
        limit 1000`,
  );
}
