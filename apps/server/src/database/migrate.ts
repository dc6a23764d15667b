import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { select } from './sql.ts';

/** One migration file. */
export interface Migration {
  readonly name: string;
  readonly text: string;
  readonly digest: string;
}

/** A database that can run statements as the connecting role. */
export type Migratable = Database & { exec(text: string): Promise<void> };

/** Every migration in order. */
export async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      return { name, text, digest: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** Brings the schema up to date under an advisory lock; each migration in a transaction of its own. Returns what it ran. */
export async function migrate(database: Migratable, migrations: readonly Migration[]): Promise<readonly string[]> {
  await database.exec(bootstrap);
  const applied = await journal(database);
  const ran: string[] = [];
  for (const [index, migration] of migrations.entries()) {
    const known = applied[index];
    if (known !== undefined) assertSame(known, migration);
    else {
      await database.exec(script(migration));
      ran.push(migration.name);
    }
  }
  return ran;
}

const LOCK = 7_213_409;

// Roles are the cluster's, not the database's: another database of the same cluster may have made them already.
const bootstrap = `
begin;
select pg_advisory_xact_lock(${LOCK});
do $$ begin
  if not exists (select from pg_roles where rolname = 'marquee_app') then create role marquee_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'marquee_system') then create role marquee_system nologin; end if;
  execute format('grant marquee_app, marquee_system to %I', current_user);
end $$;
create table if not exists migrations (name text primary key, digest text not null, at timestamptz not null default now());
grant usage on schema public to marquee_app, marquee_system;
grant select on migrations to marquee_system;
commit;
`;

/** A second process that waited on the lock finds the row and skips the body. */
function script({ name, text, digest }: Migration): string {
  if (text.includes('$migration$')) throw new Error(`${name} may not use the $migration$ quote`);
  return `
begin;
select pg_advisory_xact_lock(${LOCK});
do $guard$ begin
  if not exists (select from migrations where name = '${name}') then
    execute $migration$${text}$migration$;
    insert into migrations (name, digest) values ('${name}', '${digest}');
  end if;
end $guard$;
commit;
`;
}

async function journal(database: Database): Promise<{ name: string; digest: string }[]> {
  return await database.transaction({ kind: 'system', reason: 'migrate' }, { access: 'read' }, (db) =>
    select<{ name: string; digest: string }>(db, sql`select name, digest from migrations order by name`),
  );
}

function assertSame(known: { name: string; digest: string }, migration: Migration): void {
  if (known.name === migration.name && known.digest === migration.digest) return;
  throw new Error(
    `migration ${migration.name} is not the one this database ran as ${known.name}; merged migrations are never edited`,
  );
}
