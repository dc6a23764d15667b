import { createHash, randomBytes } from 'node:crypto';

/** SHA-256 of text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A secret of 256 random bits behind a prefix that tells what it is for, such as `mq_live_…`. */
export function randomSecret(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url');
}
