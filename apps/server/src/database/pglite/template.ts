import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { migrate, readMigrations } from '../migrate.ts';
import { openPglite } from './pglite.ts';

/** Where `npm run build` puts an empty, migrated database; the repository has none there. */
const builtPath = fileURLToPath(new URL('../../../pglite-template.tar.gz', import.meta.url));

/**
 * Lays down the database that was built, so that a first start neither makes a cluster nor runs every migration. Does nothing where
 * there is a database, or none was built. The folder is there as a whole or not at all, whenever this is interrupted.
 *
 * @param folder where PGlite keeps its files
 */
export async function beginFromTemplate(folder: string): Promise<void> {
  if (existsSync(folder) || !existsSync(builtPath)) return;
  const { extract } = await import('tar');
  const staging = `${folder}.new`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  // Its paths begin at the root, which are read as within the folder.
  await extract({ file: builtPath, cwd: staging });
  await rename(staging, folder);
}

/** An empty database with every migration run, as a compressed tar. It holds nothing that would be secret or an installation's own. */
export async function builtTemplate(migrationsFolder: URL): Promise<Uint8Array> {
  await using database = await openPglite({ dataDir: null });
  await migrate(database, await readMigrations(migrationsFolder));
  return await promisify(gzip)(await database.dump());
}
