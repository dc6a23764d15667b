import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secretKey } from './sealed-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a key file is made once, for its owner only, and read ever after', async () => {
  const file = join(folder, 'data', 'secret.key');

  const first = await secretKey({ value: null, file });
  const second = await secretKey({ value: null, file });

  expect(first).toHaveLength(32);
  expect(second).toEqual(first);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'data'))).toEqual(['secret.key']);
});

test('a key file that others could read is closed to them', async () => {
  const file = join(folder, 'secret.key');
  const made = await secretKey({ value: null, file });
  await chmod(file, 0o644);

  expect(await secretKey({ value: null, file })).toEqual(made);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a given value wins over the file, as hex or base64', async () => {
  const file = join(folder, 'secret.key');
  const bytes = Buffer.alloc(32, 7);

  expect(await secretKey({ value: bytes.toString('hex'), file })).toEqual(bytes);
  expect(await secretKey({ value: bytes.toString('base64'), file })).toEqual(bytes);
  expect(await readdir(folder)).toEqual([]);
});

test('a value or file that is no key is refused and left alone', async () => {
  const file = join(folder, 'secret.key');
  await writeFile(file, 'hunter2');

  await expect(secretKey({ value: 'hunter2', file })).rejects.toThrow('MARQUEE_SECRET_KEY must hold 32 bytes');
  await expect(secretKey({ value: null, file })).rejects.toThrow('must hold 32 bytes');
  expect(await readFile(file, 'utf8')).toBe('hunter2');
});
