import { sql, type SQL } from 'drizzle-orm';
import { expect } from 'vitest';
import type { AsSystem } from '../../database/database.ts';
import { sqlFailureOf } from '../../database/failures.ts';
import { run, select } from '../../database/sql.ts';
import type { Stage } from './stage.ts';

/** How one table is guarded. */
export interface TableGuard {
  readonly name: string;
  readonly has_workspace: boolean;
  /** Row-level security is on, also for the table's owner. */
  readonly is_forced: boolean;
  /** Whether transactions of workspaces may read it at all. */
  readonly is_readable: boolean;
}

/** Every table of the server. */
export async function tableGuards(asSystem: AsSystem): Promise<readonly TableGuard[]> {
  return await asSystem('list tables', (db) =>
    select<TableGuard>(
      db,
      sql`select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_forced,
                 has_table_privilege('marquee_app', c.oid, 'select, insert, update, delete') as is_readable,
                 exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) as has_workspace
          from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by c.relname`,
    ),
  );
}

/** Proves that B's transactions neither see, change, remove nor add rows of another workspace in a table. */
export async function proveTable({ db, a, b }: Stage, name: string): Promise<void> {
  const [table, column] = [sql.identifier(name), sql.identifier(name === 'workspaces' ? 'id' : 'workspace_id')];
  const attempt = async (statement: SQL) =>
    await db
      .asWorkspace(b.workspaceId, (tx) => run(tx, statement))
      .then(String, (error: unknown) => {
        if (sqlFailureOf(error)?.code === '42501') return 'refused';
        throw error;
      });
  const ofOthers = sql`where ${column} <> ${b.workspaceId}`;
  const outcomes = {
    read: await attempt(sql`select 1 from ${table} ${ofOthers}`),
    update: await attempt(sql`update ${table} set ${column} = ${column} ${ofOthers}`),
    delete: await attempt(sql`delete from ${table} ${ofOthers}`),
    // Row-level security is asked before any constraint, so that a row of nothing but its workspace will do.
    insert: await attempt(sql`insert into ${table} (${column}) values (${a.workspaceId}::uuid)`),
  };

  const nothing: unknown = expect.stringMatching(/^(0|refused)$/);
  expect({ name, ...outcomes }).toEqual({ name, read: '0', update: nothing, delete: nothing, insert: 'refused' });
}
