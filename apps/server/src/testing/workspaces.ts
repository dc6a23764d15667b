import { sql } from 'drizzle-orm';
import { run } from '../database/sql.ts';
import { newId } from '../lib/ids.ts';
import type { TestDatabase } from './database.ts';

/** Makes an empty workspace and returns its id. */
export async function insertWorkspace({ asSystem }: TestDatabase, timeZone = 'UTC'): Promise<string> {
  const id = newId();
  await asSystem('test workspace', (db) =>
    run(db, sql`insert into workspaces (id, name, time_zone, created_at) values (${id}, 'Test', ${timeZone}, now())`),
  );
  return id;
}
