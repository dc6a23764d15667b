import { createHmac, createSecretKey } from 'node:crypto';

/** A function that hashes text under one key, so that equal texts can be recognised but not read back. */
export type KeyedHash = (text: string) => string;

/** HMAC-SHA256 under `key`, in base64url (43 characters). */
export function keyedHash(key: Uint8Array): KeyedHash {
  // A key object is prepared once; raw bytes would be imported again at each call, at seven times the price.
  const prepared = createSecretKey(key);
  return (text) => createHmac('sha256', prepared).update(text).digest('base64url');
}
