import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { FileMissing, type FileStore } from '../lib/files.ts';

/** What every file store does. Call it inside `describe`. */
export function behavesAsFileStore(open: () => FileStore): void {
  keepsContent(open);
  refuses(open);
}

function keepsContent(open: () => FileStore): void {
  test('a written file reads back, with its size and digest', async () => {
    const written = await open().write('a/b', chunks('hello ', 'world'));

    expect(written).toEqual({
      bytes: 11,
      sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    });
    expect(await textOf(open(), 'a/b')).toBe('hello world');
  });

  test('a file of many parts reads back as it was written', async () => {
    const digest = createHash('sha256');
    async function* body() {
      for (let part = 0; part < 300; part += 1) {
        const bytes = Buffer.alloc(65_537, part);
        digest.update(bytes);
        yield bytes;
      }
    }

    const written = await open().write('large', body());

    const read = createHash('sha256');
    for await (const chunk of open().read('large')) read.update(chunk);
    expect(written).toEqual({ bytes: 300 * 65_537, sha256: digest.digest('hex') });
    expect(read.digest('hex')).toBe(written.sha256);
  });

  test('a file may be empty, and a new one replaces an older', async () => {
    await open().write('replaced', chunks('old'));

    await open().write('replaced', chunks());

    expect(await textOf(open(), 'replaced')).toBe('');
  });

  test.each([
    ['its first part', 1],
    ['many parts', 200],
  ])('a body that breaks off after %s fails with its own error and leaves the older file', async (_, parts) => {
    await open().write('c/d', chunks('old'));
    const broken = (async function* () {
      for (let part = 0; part < parts; part += 1) yield Buffer.alloc(65_536);
      throw new Error('client went away');
    })();

    await expect(open().write('c/d', broken)).rejects.toThrow('client went away');

    expect(await textOf(open(), 'c/d')).toBe('old');
  });

  test('a reader may leave early', async () => {
    await open().write(
      'left',
      (async function* () {
        for (let part = 0; part < 200; part += 1) yield Buffer.alloc(65_536, 'x');
      })(),
    );

    for await (const chunk of open().read('left')) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      break;
    }

    await open().remove('left');
  });
}

function refuses(open: () => FileStore): void {
  test.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', '', 'a/..', '.hidden'])(
    'the key %j is refused',
    async (key) => {
      await expect(open().write(key, chunks('x'))).rejects.toThrow('not a file key');
      expect(() => open().read(key)).toThrow('not a file key');
      await expect(open().remove(key)).rejects.toThrow('not a file key');
    },
  );

  test('removing twice is fine and reading what is gone fails', async () => {
    await open().write('gone', chunks('x'));
    await open().remove('gone');
    await open().remove('gone');

    await expect(textOf(open(), 'gone')).rejects.toThrow(FileMissing);
  });
}

async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

async function textOf(files: FileStore, key: string): Promise<string> {
  return Buffer.concat(await Array.fromAsync(files.read(key))).toString();
}
