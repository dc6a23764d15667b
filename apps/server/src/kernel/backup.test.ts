import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asSystemOn } from '../database/isolation.ts';
import { lockDataFolder } from '../database/lock.ts';
import { openPglite } from '../database/pglite/pglite.ts';
import { run, select } from '../database/sql.ts';
import { newId } from '../lib/ids.ts';
import { migratedTemplate } from '../testing/database.ts';
import { backup, restore } from './backup.ts';

let scratch: string;
let folder: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'marquee-backup-'));
  folder = join(scratch, 'data');
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const save = (to: string) => backup({ folder, to, version: '0.1.0', now: new Date('2026-03-15T07:00:00Z') });
const hash = (key: Buffer) => createHmac('sha256', key).update('+14155550123').digest('hex');

test('a backup brings back rows, files and keys, so that an opted-out number is still recognised', async () => {
  const key = randomBytes(32);
  await mkdir(join(folder, 'keys'), { recursive: true });
  await mkdir(join(folder, 'files/a'), { recursive: true });
  await mkdir(join(folder, 'temporal'), { recursive: true });
  await writeFile(join(folder, 'keys/suppression'), key, { mode: 0o600 });
  await writeFile(join(folder, 'files/a/import.csv'), 'phone\n');
  await writeFile(join(folder, 'temporal/engine.sqlite'), 'not needed');
  await withDatabase(folder, await migratedTemplate(), async (asSystem) => {
    await asSystem('test', (db) =>
      run(db, sql`insert into workspaces (id, name, created_at) values (${newId()}, ${hash(key)}, now())`),
    );
  });

  const made = await save(join(scratch, 'marquee.tar.gz'));
  const restored = join(scratch, 'restored');
  const manifest = await restore({ from: made.path, folder: restored });

  expect(manifest).toEqual({ format: 1, made_at: '2026-03-15T07:00:00.000Z', version: '0.1.0' });
  expect((await stat(made.path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(restored, 'keys/suppression'))).mode & 0o077).toBe(0);
  expect(await readFile(join(restored, 'files/a/import.csv'), 'utf8')).toBe('phone\n');
  await expect(stat(join(restored, 'temporal'))).rejects.toThrow('ENOENT');
  const recognised = hash(await readFile(join(restored, 'keys/suppression')));
  await withDatabase(restored, null, async (asSystem) => {
    const rows = await asSystem('test', (db) => select<{ name: string }>(db, sql`select name from workspaces`));
    expect(rows).toEqual([{ name: recognised }]);
  });
});

test('a folder in use is neither backed up nor restored into', async () => {
  using _server = lockDataFolder(folder);

  await expect(save(join(scratch, 'a.tar.gz'))).rejects.toThrow('in use by another Marquee process');
  await expect(restore({ from: join(scratch, 'a.tar.gz'), folder })).rejects.toThrow(
    'in use by another Marquee process',
  );
});

test('a restore never overwrites what is there', async () => {
  await mkdir(folder);
  await writeFile(join(folder, 'keep'), 'me');
  const { path } = await save(join(scratch, 'a.tar.gz'));

  await expect(restore({ from: path, folder })).rejects.toThrow('is not empty');
  expect(await readFile(join(folder, 'keep'), 'utf8')).toBe('me');
});

test('a file that is no backup is refused and leaves the folder empty', async () => {
  await writeFile(join(scratch, 'other.tar.gz'), 'no archive at all');
  const target = join(scratch, 'target');

  await expect(restore({ from: join(scratch, 'other.tar.gz'), folder: target })).rejects.toThrow(/backup/);
  await expect(stat(join(target, '.restoring'))).rejects.toThrow('ENOENT');
});

async function withDatabase(
  dataFolder: string,
  template: Uint8Array | null,
  work: (asSystem: ReturnType<typeof asSystemOn>) => Promise<void>,
): Promise<void> {
  await using database = await openPglite({ dataDir: join(dataFolder, 'pglite'), template });
  await work(asSystemOn(database));
}
