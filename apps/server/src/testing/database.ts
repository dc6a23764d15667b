import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AsSystem, AsWorkspace, Database } from '../database/database.ts';
import { asSystemOn, asWorkspaceOn } from '../database/isolation.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { openPglite } from '../database/pglite.ts';

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
  const migrations = await readMigrations(migrationsFolder);
  const digest = createHash('sha256')
    .update(migrations.map((each) => each.digest).join())
    .digest('hex');
  const folder = join(tmpdir(), 'marquee-templates');
  const path = join(folder, `${digest}.tar`);
  const cached = await readFile(path).catch(() => null);
  if (cached !== null) return cached;
  await using made = await openPglite({ dataDir: null });
  await migrate(made, migrations);
  const bytes = await made.dump();
  await mkdir(folder, { recursive: true });
  // Several test workers may make it at once: each writes its own file, and the rename is atomic.
  await writeFile(`${path}.${process.pid}`, bytes);
  await rename(`${path}.${process.pid}`, path);
  return bytes;
}
