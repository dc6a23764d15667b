import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from './ids.ts';

/** What a file turned out to be, once written. */
export interface WrittenFile {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Where files are kept: a folder, or an object store. Keys look like paths: `contact-imports/w1/i1`. */
export interface FileStore {
  /** Streams `body` into a file with bounded memory. The file appears whole or not at all; an older one is replaced. */
  write(key: string, body: AsyncIterable<Uint8Array>): Promise<WrittenFile>;
  /** The file's content. The first read fails with `FileMissing` when there is none. */
  read(key: string): AsyncIterable<Uint8Array>;
  /** Removes a file; none is fine. */
  remove(key: string): Promise<void>;
}

/** There is no such file. */
export class FileMissing extends Error {
  override readonly name = 'FileMissing';
}

/** Files cannot be reached at present; the same call may succeed later. */
export class FileStoreUnavailable extends Error {
  override readonly name = 'FileStoreUnavailable';
}

/** Keeps files in `folder`, which is made when needed. */
export function folderFileStore(folder: string): FileStore {
  const pathOf = (key: string) => join(folder, checkedKey(key));
  return {
    async write(key, body) {
      const path = pathOf(key);
      const part = `${path}.${newId()}.part`;
      await mkdir(dirname(path), { recursive: true });
      try {
        const written = await writeSynced(part, body);
        await rename(part, path);
        return written;
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    read: (key) => contentOf(pathOf(key), key),
    remove: async (key) => await rm(pathOf(key), { force: true }),
  };
}

async function* contentOf(path: string, key: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new FileMissing(`there is no file ${key}`, { cause: error });
    }
    throw error;
  }
}

async function writeSynced(path: string, body: AsyncIterable<Uint8Array>): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  await using file = await open(path, 'wx', 0o600);
  for await (const chunk of body) {
    hash.update(chunk);
    bytes += chunk.byteLength;
    await file.writeFile(chunk);
  }
  // The rename may outlive a crash that the content did not, unless the content is on disk first.
  await file.sync();
  return { bytes, sha256: hash.digest('hex') };
}

const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/**
 * The key itself, if it is one.
 *
 * @throws when a part of it is empty, hidden, or leads out of the store
 */
export function checkedKey(key: string): string {
  if (key.split('/').every((part) => segment.test(part))) return key;
  throw new Error(`not a file key: ${key}`);
}
