import { expect, test } from 'vitest';
import { openTokenStore, type SafeStorage } from './tokens.ts';

const server = 'https://marquee.example.com';

/** A keychain that turns text around: enough to see that what is written is not the token. */
function keychain(backend: string | undefined, isAvailable = true) {
  const turned = (text: string) => text.split('').reverse().join('');
  const safeStorage: SafeStorage = {
    isEncryptionAvailable: () => isAvailable,
    encryptString: (text) => Buffer.from(turned(text)),
    decryptString: (bytes) => turned(bytes.toString()),
    ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
  };
  return safeStorage;
}

/** A later Electron's, which does its work in the background. */
function asyncKeychain(isAvailable = true): SafeStorage {
  const { encryptString, decryptString } = keychain('gnome_libsecret');
  return {
    getSelectedStorageBackend: () => 'gnome_libsecret',
    isAsyncEncryptionAvailable: async () => isAvailable,
    encryptStringAsync: async (text) => encryptString?.(text) ?? Buffer.alloc(0),
    decryptStringAsync: async (bytes) => ({ result: decryptString?.(bytes) ?? '', shouldReEncrypt: false }),
  };
}

/** One whose methods want the object that they are of, as Electron's native objects do. */
class NativeKeychain implements SafeStorage {
  readonly #sealed = new Map<string, string>();

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.#sealed.size >= 0;
  }

  async encryptStringAsync(text: string): Promise<Buffer> {
    const name = `sealed-${this.#sealed.size}`;
    this.#sealed.set(name, text);
    return Buffer.from(name);
  }

  async decryptStringAsync(bytes: Buffer) {
    return { result: this.#sealed.get(bytes.toString()) ?? '', shouldReEncrypt: true };
  }
}

function storeOver(
  safeStorage: SafeStorage | undefined,
  system: NodeJS.Platform = 'linux',
  file: { text: string | null } = { text: null },
) {
  const read = async () => file.text;
  const write = async (text: string) => void (file.text = text);
  return { file, store: openTokenStore({ safeStorage, system, read, write }) };
}

test.each([
  ['no keychain at all', undefined, 'linux'],
  ['a key that is in the source', keychain('basic_text'), 'linux'],
  ['a backend that is not known yet', keychain('unknown'), 'linux'],
  ['a version that does not tell its backend', keychain(undefined), 'linux'],
  ['a keyring that is locked', keychain('gnome_libsecret', false), 'linux'],
  ['a keychain that is closed', asyncKeychain(false), 'darwin'],
] as const)('with %s, a token lives in memory only', async (_what, safeStorage, system) => {
  const { store, file } = storeOver(safeStorage, system);

  await store.set(server, 'secret-token');

  expect(await store.tier()).toBe('memory');
  expect(await store.get(server)).toBe('secret-token');
  expect(file.text).toBeNull();
});

test.each([
  ['the keyring of a Linux desktop', keychain('gnome_libsecret'), 'linux'],
  ['the keychain of macOS', keychain(undefined), 'darwin'],
  ['the background keychain of a later version', asyncKeychain(), 'linux'],
  ['a keychain whose methods belong to it', new NativeKeychain(), 'darwin'],
] as const)(
  'with %s, a token outlives the application and is never written in plain text',
  async (_what, safeStorage, system) => {
    const { store, file } = storeOver(safeStorage, system);

    await store.set(server, 'secret-token');

    expect(await store.tier()).toBe('keychain');
    expect(file.text).not.toContain('secret-token');
    expect(await storeOver(safeStorage, system, file).store.get(server)).toBe('secret-token');
  },
);

test('each server has a token of its own, and forgetting one keeps the others', async () => {
  const { store, file } = storeOver(keychain('kwallet6'));

  await Promise.all([store.set(server, 'first'), store.set('http://127.0.0.1:4000', 'second')]);
  await store.set(server, null);

  const { store: later } = storeOver(keychain('kwallet6'), 'linux', file);
  expect(await later.get(server)).toBeNull();
  expect(await later.get('http://127.0.0.1:4000')).toBe('second');
});

test('a token that cannot be decrypted any more counts as none', async () => {
  const safeStorage: SafeStorage = {
    ...keychain('gnome_libsecret'),
    decryptString: () => {
      throw new Error('The key has changed');
    },
  };
  const { store } = storeOver(safeStorage, 'linux', { text: JSON.stringify({ [server]: 'AAAA' }) });

  expect(await store.get(server)).toBeNull();
});

test('a file that is not what was written counts as empty', async () => {
  for (const text of ['', '[', 'null', '{"x":3}']) {
    expect(await storeOver(keychain('gnome_libsecret'), 'linux', { text }).store.get('x')).toBeNull();
  }
});
