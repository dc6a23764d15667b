import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderFileStore, type FileStore } from './files.ts';

let folder: string;
let files: FileStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  files = folderFileStore(folder);
});
afterAll(() => rm(folder, { recursive: true }));

async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

test('a written file reads back, with its size and digest', async () => {
  const written = await files.write('a/b', chunks('hello ', 'world'));

  expect(written).toEqual({ bytes: 11, sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9' });
  expect(Buffer.concat(await Array.fromAsync(files.read('a/b'))).toString()).toBe('hello world');
});

test('a body that breaks off leaves the older file and no rest', async () => {
  await files.write('c/d', chunks('old'));
  const broken = (async function* () {
    yield Buffer.from('new');
    throw new Error('client went away');
  })();

  await expect(files.write('c/d', broken)).rejects.toThrow('client went away');

  expect(Buffer.concat(await Array.fromAsync(files.read('c/d'))).toString()).toBe('old');
  expect(await readdir(join(folder, 'c'))).toEqual(['d']);
});

test.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', '', 'a/..', '.hidden'])('the key %j is refused', async (key) => {
  await expect(files.write(key, chunks('x'))).rejects.toThrow('not a file key');
  expect(() => files.read(key)).toThrow('not a file key');
});

test('removing twice is fine and reading what is gone fails', async () => {
  await files.write('gone', chunks('x'));
  await files.remove('gone');
  await files.remove('gone');

  await expect(Array.fromAsync(files.read('gone'))).rejects.toThrow('ENOENT');
});
