import { randomSecret, sha256 } from '../lib/crypto/crypto.ts';

/** How every API key begins. */
export const keyPrefix = 'mq_live_';

/** A new API key, what it is found by, and what it is recognised by in lists. */
export function newApiKeySecret(): { readonly key: string; readonly hash: string; readonly prefix: string } {
  const key = randomSecret(keyPrefix);
  return { key, hash: sha256(key), prefix: key.slice(0, keyPrefix.length + 6) };
}
