import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { migrate, readMigrations } from './migrate.ts';
import { openPglite } from './pglite.ts';

/** Where `npm run build` puts an empty, migrated database; the repository has none there. */
const builtPath = new URL('../../pglite-template.tar.gz', import.meta.url);

/**
 * What a new database begins from, so that a first start neither makes a cluster nor runs every migration.
 *
 * @param folder where PGlite keeps its files
 * @returns null where there is a database, or no template was built
 */
export async function templateFor(folder: string): Promise<Uint8Array | null> {
  if (existsSync(join(folder, 'PG_VERSION'))) return null;
  const built = await readFile(builtPath).catch(() => null);
  return built && (await promisify(gunzip)(built));
}

/** An empty database with every migration run, as a compressed tar. It holds nothing that would be secret or an installation's own. */
export async function builtTemplate(migrationsFolder: URL): Promise<Uint8Array> {
  await using database = await openPglite({ dataDir: null });
  await migrate(database, await readMigrations(migrationsFolder));
  return await promisify(gzip)(await database.dump());
}
