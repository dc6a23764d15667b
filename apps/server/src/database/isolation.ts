import { sql } from 'drizzle-orm';
import type { AsSystem, AsWorkspace, Database } from './database.ts';
import { selectOne } from './sql.ts';

/** Transactions confined to one workspace. */
export function asWorkspaceOn(database: Database): AsWorkspace {
  return (workspaceId, work) => database.transaction({ kind: 'workspace', workspaceId }, { access: 'write' }, work);
}

/** Transactions that see every workspace, for the few files allowed to. */
export function asSystemOn(database: Database): AsSystem {
  return (reason, work) => database.transaction({ kind: 'system', reason }, { access: 'write' }, work);
}

/** @throws when row-level security would not hold for the role that workspaces' transactions run as */
export async function assertIsolation(database: Database): Promise<void> {
  const nowhere = '00000000-0000-0000-0000-000000000000';
  await database.transaction({ kind: 'workspace', workspaceId: nowhere }, { access: 'read' }, async (db) => {
    const role = await selectOne<{ bypasses: boolean; name: string }>(
      db,
      sql`select rolname as name, rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`,
    );
    if (role?.name === 'marquee_app' && !role.bypasses) return;
    throw new Error(`row-level security does not hold: transactions run as ${role?.name ?? 'an unknown role'}`);
  });
}
