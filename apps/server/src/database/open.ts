import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assertIsolation } from './isolation.ts';
import { lockDataFolder } from './lock.ts';
import { migrate, readMigrations } from './migrate.ts';
import { openPglite, type Pglite } from './pglite/pglite.ts';
import { beginFromTemplate } from './pglite/template.ts';
import { openPostgres, type Postgres } from './postgres/postgres.ts';

/** Where the database is. */
export interface OpenOptions {
  /** Null means PGlite in the data folder. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly connectionsMax: number;
  readonly migrationsFolder: URL;
}

/** An open, migrated database whose isolation has been checked. */
export type OpenDatabase = Pglite | Postgres;

/**
 * Opens the database and brings its schema up to date.
 *
 * @throws when another process holds the data folder, or row-level security would not hold
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const database =
    options.databaseUrl === null
      ? await openLocked(options.dataDir)
      : openPostgres({ url: options.databaseUrl, connectionsMax: options.connectionsMax });
  try {
    await migrate(database, await readMigrations(options.migrationsFolder));
    await assertIsolation(database);
    return database;
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

/** PGlite loses data when two processes open it, so the folder is locked first and freed last. */
async function openLocked(dataDir: string): Promise<Pglite> {
  await mkdir(dataDir, { recursive: true });
  const lock = lockDataFolder(dataDir);
  try {
    const folder = join(dataDir, 'pglite');
    await beginFromTemplate(folder);
    const database = await openPglite({ dataDir: folder });
    return {
      ...database,
      async [Symbol.asyncDispose]() {
        await database[Symbol.asyncDispose]();
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}
