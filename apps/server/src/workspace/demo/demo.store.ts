import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run, selectOne } from '../../database/sql.ts';

/** Kinds of the jobs that change the demo as a whole. */
export const demoJobs = { reset: 'workspace.demo.reset', delete: 'workspace.demo.delete' } as const;

/** Whether a job of this kind changes the demo as a whole. */
export function isDemoJob(kind: string): boolean {
  return Object.values(demoJobs).some((each) => each === kind);
}

/** How the demo is called, and by which clock it counts days. */
export const demoDefaults = { name: 'Demo', timeZone: 'UTC' } as const;

/** Locks a workspace until the transaction ends, and tells whether it is the demo; undefined when there is none. */
export async function lockIfDemo(db: Db, workspaceId: string): Promise<boolean | undefined> {
  const row = await selectOne<{ is_demo: boolean }>(
    db,
    sql`select is_demo from workspaces where id = ${workspaceId} for update`,
  );
  return row?.is_demo;
}

/** The job that changes the demo as a whole and has not ended, if there is one. */
export async function demoJobUnderWay(db: Db, workspaceId: string): Promise<{ id: string; kind: string } | undefined> {
  return await selectOne<{ id: string; kind: string }>(
    db,
    sql`select id, kind from jobs where workspace_id = ${workspaceId} and kind in (${demoJobs.reset}, ${demoJobs.delete})
          and finished_at is null order by id desc limit 1`,
  );
}

/** The demo as it stands at a start. */
export interface DemoState {
  readonly workspaceId: string;
  /** The owner who has been one for longest. */
  readonly ownerId: string;
  /** False when making its data was begun and not finished. */
  readonly isFilled: boolean;
}

/** The demo of this installation, in a system transaction. */
export async function findDemo(db: Db): Promise<DemoState | undefined> {
  return await selectOne<DemoState>(
    db,
    sql`select w.id as "workspaceId", m.user_id as "ownerId", not (w.settings ? 'demo_filling') as "isFilled"
        from workspaces w join workspace_members m on m.workspace_id = w.id and m.role = 'owner'
        where w.is_demo order by w.created_at, m.created_at limit 1`,
  );
}

/** Notes that the demo's data is about to be made. What was changed of its settings is as it was, and it counts as new. */
export async function markFilling(db: Db, workspaceId: string, at: string): Promise<void> {
  const { name, timeZone } = demoDefaults;
  await run(
    db,
    sql`update workspaces set name = ${name}, time_zone = ${timeZone}, settings = '{"demo_filling": true}', created_at = ${at}
        where id = ${workspaceId} and is_demo`,
  );
}

/** Notes that the demo's data is whole. */
export async function markFilled(db: Db, workspaceId: string): Promise<void> {
  await run(db, sql`update workspaces set settings = settings - 'demo_filling' where id = ${workspaceId} and is_demo`);
}

/** Deletes the demo, and its people's accounts where they have no other workspace. In a system transaction. */
export async function deleteDemoWorkspace(db: Db, workspaceId: string): Promise<void> {
  await run(
    db,
    sql`delete from auth_users u using workspace_members m join workspaces w on w.id = m.workspace_id
        where w.id = ${workspaceId} and w.is_demo and m.user_id = u.id
          and not exists (select from workspace_members other where other.user_id = u.id and other.workspace_id <> w.id)`,
  );
  await run(db, sql`delete from workspaces where id = ${workspaceId} and is_demo`);
}
