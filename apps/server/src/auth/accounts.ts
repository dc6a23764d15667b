import { sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { run } from '../database/sql.ts';
import { insertMember } from '../workspace/members.store.ts';
import { insertUser } from './auth.store.ts';

/** A new workspace and the account that owns it. */
export interface NewOwner {
  readonly userId: string;
  readonly workspaceId: string;
  readonly email: string;
  readonly fullName: string;
  readonly passwordHash: string;
  readonly workspaceName: string;
  readonly timeZone: string;
  readonly isDemo: boolean;
  readonly at: string;
}

/** Makes a workspace with its owner. A second account with the same address violates `auth_users_email_key`. */
export async function insertOwner(db: Db, owner: NewOwner): Promise<void> {
  await insertUser(db, { ...owner, id: owner.userId });
  await run(
    db,
    sql`insert into workspaces (id, name, time_zone, is_demo, created_at)
        values (${owner.workspaceId}, ${owner.workspaceName}, ${owner.timeZone}, ${owner.isDemo}, ${owner.at})`,
  );
  await insertMember(db, { ...owner, role: 'owner' });
}
