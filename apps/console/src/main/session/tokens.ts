import type { TokenTier } from '../../ipc.ts';

/** The part of Electron's `safeStorage` that is used. Versions differ in which of these they have. */
export interface SafeStorage {
  readonly isEncryptionAvailable?: () => boolean;
  readonly isAsyncEncryptionAvailable?: () => Promise<boolean>;
  readonly encryptString?: (text: string) => Buffer;
  readonly decryptString?: (bytes: Buffer) => string;
  readonly encryptStringAsync?: (text: string) => Promise<Buffer>;
  readonly decryptStringAsync?: (
    bytes: Buffer,
  ) => Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
  readonly getSelectedStorageBackend?: () => string;
}

/** Where refresh tokens are kept, one for each server. */
export interface TokenStore {
  readonly tier: () => Promise<TokenTier>;
  readonly get: (server: string) => Promise<string | null>;
  /** Null forgets it. */
  readonly set: (server: string, token: string | null) => Promise<void>;
}

/** What the store works with. */
export interface TokenStoreDeps {
  readonly safeStorage: SafeStorage | undefined;
  readonly system: NodeJS.Platform;
  /** The file of encrypted tokens; null when there is none. */
  readonly read: () => Promise<string | null>;
  readonly write: (text: string) => Promise<void>;
}

interface Cipher {
  readonly encrypt: (text: string) => Promise<Buffer>;
  readonly decrypt: (bytes: Buffer) => Promise<string>;
}

/**
 * Keeps tokens encrypted with a key of the system's keychain where there is one, and in memory where there is none: on Linux without
 * a keyring, Electron would encrypt with a key that is in its source, which protects nothing.
 */
export function openTokenStore({ safeStorage, system, read, write }: TokenStoreDeps): TokenStore {
  const inMemory = new Map<string, string>();
  let opened: Promise<Cipher | null> | undefined;
  const cipher = () => (opened ??= cipherOf(safeStorage, system));
  let writing: Promise<unknown> = Promise.resolve();

  const change = async (server: string, sealed: string | null) => {
    const { [server]: _old, ...others } = parseTokens(await read());
    await write(JSON.stringify(sealed === null ? others : { ...others, [server]: sealed }));
  };
  return {
    tier: async () => ((await cipher()) === null ? 'memory' : 'keychain'),
    async get(server) {
      const held = inMemory.get(server);
      const safe = await cipher();
      if (held !== undefined || safe === null) return held ?? null;
      const { [server]: sealed } = parseTokens(await read());
      if (sealed === undefined) return null;
      try {
        const token = await safe.decrypt(Buffer.from(sealed, 'base64'));
        inMemory.set(server, token);
        return token;
      } catch {
        // The keychain was reset, or the file came from another computer: signing in again replaces it.
        return null;
      }
    },
    async set(server, token) {
      if (token === null) inMemory.delete(server);
      else inMemory.set(server, token);
      const safe = await cipher();
      if (safe === null) return;
      const sealed = token === null ? null : (await safe.encrypt(token)).toString('base64');
      // One after the other: each reads the file that the one before wrote.
      const done = writing.then(() => change(server, sealed));
      writing = done.catch(() => undefined);
      await done;
    },
  };
}

async function cipherOf(storage: SafeStorage | undefined, system: NodeJS.Platform): Promise<Cipher | null> {
  if (storage === undefined || (system === 'linux' && !hasKeyring(storage))) return null;
  return 'encryptStringAsync' in storage ? await inBackground(storage) : atOnce(storage);
}

async function inBackground(storage: SafeStorage): Promise<Cipher | null> {
  if ((await storage.isAsyncEncryptionAvailable?.()) !== true) return null;
  // Called as methods: an object of Electron's own refuses functions that were taken from it.
  return {
    encrypt: async (text) => (await storage.encryptStringAsync?.(text)) ?? unable(),
    // What a new key should seal again is sealed again soon enough: each use of a refresh token brings another.
    decrypt: async (bytes) => (await storage.decryptStringAsync?.(bytes))?.result ?? unable(),
  };
}

function atOnce(storage: SafeStorage): Cipher | null {
  if (storage.isEncryptionAvailable?.() !== true) return null;
  return {
    encrypt: async (text) => storage.encryptString?.(text) ?? unable(),
    decrypt: async (bytes) => storage.decryptString?.(bytes) ?? unable(),
  };
}

function unable(): never {
  throw new Error('This Electron cannot seal what it says it can');
}

function hasKeyring(storage: SafeStorage): boolean {
  const backend = storage.getSelectedStorageBackend?.();
  // Versions that do not tell could be using the key that is no secret.
  return backend !== undefined && backend !== 'basic_text' && backend !== 'unknown';
}

function parseTokens(text: string | null): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(entries.filter(([, sealed]) => typeof sealed === 'string'));
  } catch {
    return {};
  }
}
