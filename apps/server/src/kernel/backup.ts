import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { create, extract, list } from 'tar';
import { lockDataFolder } from '../database/lock.ts';

/** What a backup says of itself, in the archive's `backup.json`. */
export interface BackupManifest {
  readonly format: 1;
  readonly made_at: string;
  readonly version: string;
}

/** A finished backup. */
export interface BackupSummary {
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What to back up, and where to. */
export interface BackupOptions {
  /** The data folder of a stopped server. */
  readonly folder: string;
  /** The archive to write, such as `marquee.tar.gz`; an existing one is replaced only by a whole one. */
  readonly to: string;
  readonly version: string;
  readonly now: Date;
}

const manifestName = 'backup.json';

// What a data folder can do without: locks, the engine's own state (workflows are started again by record id) and scratch.
// Everything else is kept, so that no key is ever forgotten because a list here did not name it.
const leftOut: ReadonlySet<string> = new Set([
  'lock',
  'lock-journal',
  'lock-wal',
  'lock-shm',
  'engine',
  'temporal',
  'no-engine',
  'tmp',
  'metrics.duckdb.tmp',
  'server.log',
]);

/**
 * Writes the whole data folder (database, files and keys, the suppression key among them) into one archive that only its
 * owner can read. It holds secrets: keep it as safe as the folder itself. A key given by MARQUEE_SECRET_KEY is not in it.
 *
 * @throws when a server uses the folder
 */
export async function backup({ folder, to, version, now }: BackupOptions): Promise<BackupSummary> {
  using _lock = lockDataFolder(folder);
  const path = resolve(to);
  const partial = `${path}.partial`;
  const manifest: BackupManifest = { format: 1, made_at: now.toISOString(), version };
  await writeFile(join(folder, manifestName), JSON.stringify(manifest));
  const entries = (await readdir(folder)).filter(
    (name) => !leftOut.has(name) && resolve(folder, name) !== path && resolve(folder, name) !== partial,
  );
  try {
    // The manifest goes first: reading the beginning tells what the archive is.
    const order = [manifestName, ...entries.filter((name) => name !== manifestName)];
    await create({ gzip: true, file: partial, cwd: folder, portable: true, mode: 0o600 }, order);
    await chmod(partial, 0o600);
    const files = await countFiles(partial);
    await rename(partial, path);
    return { path, files, bytes: (await stat(path)).size, sha256: await sha256Of(path) };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/**
 * Puts a backup's content into an empty data folder. The next start asks the engine for every workflow that should be running.
 *
 * @throws when a server uses the folder, when it is not empty, or when the file is no backup
 */
export async function restore({
  from,
  folder,
}: {
  readonly from: string;
  readonly folder: string;
}): Promise<BackupManifest> {
  using _lock = lockDataFolder(folder);
  const present = (await readdir(folder)).filter((name) => !name.startsWith('lock'));
  if (present.length > 0)
    throw new Error(`${folder} is not empty. Restore into a new folder, or move what is there away.`);

  const staging = join(folder, '.restoring');
  await mkdir(staging);
  try {
    await extractPlain(from, staging);
    const manifest = await readManifest(join(staging, manifestName), from);
    for (const name of await readdir(staging)) await rename(join(staging, name), join(folder, name));
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function extractPlain(from: string, into: string): Promise<void> {
  try {
    await extract({ file: from, cwd: into, strict: true, filter: (_path, entry) => isPlain(entry) });
  } catch (error) {
    throw new Error(`${from} cannot be read as a backup.`, { cause: error });
  }
}

/** Files and folders only: a link in a forged archive could lead outside. */
function isPlain(entry: object): boolean {
  return !('type' in entry) || ['File', 'OldFile', 'Directory'].includes(String(entry.type));
}

async function readManifest(path: string, from: string): Promise<BackupManifest> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const manifest = JSON.parse(text) as Partial<BackupManifest>; // checked on the next line
  if (manifest.format === 1 && manifest.made_at !== undefined && manifest.version !== undefined)
    return manifest as BackupManifest;
  throw new Error(`${from} is not a backup of Marquee that this version can read.`);
}

/** Reads the whole archive back: a backup that cannot be read is none. */
async function countFiles(path: string): Promise<number> {
  let files = 0;
  await list({ file: path, strict: true, onReadEntry: (entry) => void (files += entry.type === 'File' ? 1 : 0) });
  return files;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
