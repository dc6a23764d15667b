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
  /** The file's content. Fails on the first read when there is none. */
  read(key: string): AsyncIterable<Uint8Array>;
  /** Removes a file; none is fine. */
  remove(key: string): Promise<void>;
}

/** Keeps files in `folder`, which is made when needed. */
export function folderFileStore(folder: string): FileStore {
  const pathOf = (key: string) => join(folder, checked(key));
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
    read: (key) => createReadStream(pathOf(key)),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
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

function checked(key: string): string {
  if (key.split('/').every((part) => segment.test(part))) return key;
  throw new Error(`not a file key: ${key}`);
}
