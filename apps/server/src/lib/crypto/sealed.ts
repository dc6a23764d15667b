import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Keeps secrets readable only to holders of the key. */
export interface Sealer {
  /**
   * Seals text with AES-256-GCM.
   *
   * @param context what the secret belongs to, such as `sender:<id>`; opening needs the same, so that a sealed value cannot be
   *   moved to another record
   */
  readonly seal: (text: string, context: string) => string;
  /** @throws {SealError} when the key or the context is another one, or the value was changed */
  readonly open: (sealed: string, context: string) => string;
}

/** A sealed value that cannot be opened. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/**
 * Seals under `current`, and opens what any of the keys sealed.
 *
 * @param current 32 bytes
 * @param previous keys that were current before, 32 bytes each
 */
export function sealer(current: Uint8Array, previous: readonly Uint8Array[] = []): Sealer {
  const keys = new Map([current, ...previous].map((key) => [keyId(key), key]));
  const currentId = keyId(current);
  return {
    seal(text, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${currentId}.${body.toString('base64url')}`;
    },
    open(sealed, context) {
      const [version, id, body] = sealed.split('.');
      const key = keys.get(id ?? '');
      if (version !== 'v1' || body === undefined) throw new SealError('not a sealed value');
      if (key === undefined)
        throw new SealError('sealed under another secret key; is MARQUEE_SECRET_KEY or the key file the right one?');
      return opened(key, Buffer.from(body, 'base64url'), context);
    },
  };
}

function opened(key: Uint8Array, body: Buffer, context: string): string {
  if (body.length < 28) throw new SealError('a sealed value is cut short');
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(body.subarray(-16));
  try {
    return decipher.update(body.subarray(12, -16)).toString('utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new SealError(`a sealed value does not belong to ${context}`, { cause });
  }
}

function keyId(key: Uint8Array): string {
  if (key.length !== 32) throw new SealError(`a secret key has 32 bytes, this one ${key.length}`);
  // Eight hex digits of a hash tell keys apart and tell nothing about the key.
  return createHash('sha256').update('marquee key id').update(key).digest('hex').slice(0, 8);
}
