import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { behavesAsFileStore } from '../testing/file-store-suite.ts';
import { folderFileStore, type FileStore } from './files.ts';

let folder: string;
let files: FileStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  files = folderFileStore(folder);
});
afterAll(() => rm(folder, { recursive: true }));

behavesAsFileStore(() => files);

test('a body that breaks off leaves no rest in the folder', async () => {
  const broken = (async function* () {
    yield Buffer.from('new');
    throw new Error('client went away');
  })();

  await expect(files.write('e/f', broken)).rejects.toThrow('client went away');

  expect(await readdir(join(folder, 'e'))).toEqual([]);
});
