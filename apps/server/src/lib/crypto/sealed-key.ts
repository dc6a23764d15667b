import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SealError } from './sealed.ts';

/**
 * The server's secret key: the given value, else the key file's, which is made (mode 0600) when it is not there yet.
 *
 * @param options.value 32 bytes as 64 hex digits or as base64; null to use the file
 * @throws {SealError} when a value or a file is not such a key
 */
export async function secretKey(options: {
  readonly value: string | null;
  readonly file: string;
}): Promise<Uint8Array> {
  if (options.value !== null) return parsed(options.value, 'MARQUEE_SECRET_KEY');
  const text = (await readExisting(options.file)) ?? (await make(options.file));
  return parsed(text, options.file);
}

function parsed(text: string, origin: string): Uint8Array {
  const value = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
  if (key.length === 32) return key;
  throw new SealError(
    `${origin} must hold 32 bytes as 64 hex digits or as base64; make one with: openssl rand -base64 32`,
  );
}

async function readExisting(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null && ((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return text;
}

async function make(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const whole = `${file}.${process.pid}`;
  await writeFile(whole, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  // A link never replaces: of two processes that start at once, the second reads the first one's whole file.
  await link(whole, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(whole);
  return await readFile(file, 'utf8');
}
