import { createHmac } from 'node:crypto';

/** A function that hashes text under one key, so that equal texts can be recognised but not read back. */
export type KeyedHash = (text: string) => string;

/** HMAC-SHA256 under `key`, in base64url (43 characters). */
export function keyedHash(key: Uint8Array): KeyedHash {
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}
