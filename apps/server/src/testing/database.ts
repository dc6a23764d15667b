import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract } from 'tar';
import type { AsSystem, AsWorkspace, Database } from '../database/database.ts';
import { asSystemOn, asWorkspaceOn } from '../database/isolation.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { openPglite } from '../database/pglite/pglite.ts';

/** A migrated database of its own, in memory. */
export interface TestDatabase extends AsyncDisposable {
  readonly database: Database;
  readonly asSystem: AsSystem;
  readonly asWorkspace: AsWorkspace;
}

/** Where migrations are. */
export const migrationsFolder = new URL('../../migrations/', import.meta.url);

/** Opens an empty, migrated PGlite from a template that is made once for each set of migrations. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const database = await openPglite({ dataDir: null, template: await migratedTemplate() });
  return {
    database,
    asSystem: asSystemOn(database),
    asWorkspace: asWorkspaceOn(database),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** A migrated PGlite data directory as a tar, made once for each set of migrations. */
export async function migratedTemplate(): Promise<Uint8Array> {
  const { file } = await templatePaths();
  const cached = await readFile(file).catch(() => null);
  if (cached !== null) return cached;
  await using made = await openPglite({ dataDir: null });
  await migrate(made, await readMigrations(migrationsFolder));
  const bytes = await made.dump();
  await mkdir(dirname(file), { recursive: true });
  // Several runs may make it at once: each writes its own file, and the rename is atomic.
  await writeFile(`${file}.${process.pid}`, bytes);
  await rename(`${file}.${process.pid}`, file);
  return bytes;
}

/** The same as a folder, for servers in processes of their own: whoever copies it spares a server making its database. */
export async function migratedFolder(): Promise<string> {
  const { file, folder } = await templatePaths();
  if (existsSync(folder)) return folder;
  await migratedTemplate();
  const staging = `${folder}.${process.pid}`;
  await mkdir(staging, { mode: 0o700 });
  await extract({ file, cwd: staging });
  // Of several runs that make it at once, one is first.
  await rename(staging, folder).catch(() => rm(staging, { recursive: true, force: true }));
  return folder;
}

async function templatePaths(): Promise<{ readonly file: string; readonly folder: string }> {
  const migrations = await readMigrations(migrationsFolder);
  const digest = createHash('sha256')
    .update(migrations.map((each) => each.digest).join())
    .digest('hex');
  const folder = join(tmpdir(), 'marquee-templates', digest);
  return { file: `${folder}.tar`, folder };
}
