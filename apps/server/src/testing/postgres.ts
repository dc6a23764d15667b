import pg from 'pg';
import { inject } from 'vitest';
import { asSystemOn, asWorkspaceOn } from '../database/isolation.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { openPostgres, type Postgres } from '../database/postgres/postgres.ts';
import { newId } from '../lib/ids.ts';
import { migrationsFolder, type TestDatabase } from './database.ts';

/** Whether this machine has a Postgres to test on. In continuous integration its absence is a failure, not a skip. */
export function hasPostgres(): boolean {
  return inject('postgresUrl') !== null;
}

/** A migrated database of its own on the run's Postgres server. */
export async function openTestPostgres(): Promise<
  TestDatabase & { readonly database: Postgres; readonly url: string }
> {
  const url = await newPostgresUrl();
  const database = openPostgres({ url });
  await migrate(database, await readMigrations(migrationsFolder));
  return {
    url,
    database,
    asSystem: asSystemOn(database),
    asWorkspace: asWorkspaceOn(database),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** An empty database on the run's server. */
export async function newPostgresUrl(): Promise<string> {
  return await createDatabase('template1');
}

/** A database with everything of another: what a dump and its restore give. Who still uses the other is thrown out. */
export async function copyOfPostgres(url: string): Promise<string> {
  const name = new URL(url).pathname.slice(1);
  await onServer((client) =>
    client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]),
  );
  return await createDatabase(name);
}

async function createDatabase(template: string): Promise<string> {
  const name = `test_${newId().replaceAll('-', '')}`;
  const server = await onServer((client) => client.query(`create database ${name} template ${template}`));
  return server.replace(/\/postgres$/, `/${name}`);
}

/** @returns the server's own URL */
async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<string> {
  const server = inject('postgresUrl');
  if (server === null) throw new Error('this machine has no Postgres: install the postgresql package');
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
  return server;
}
