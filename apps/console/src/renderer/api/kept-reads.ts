import { ownerOf, type Identity } from './session.ts';

/** What was read, as it is kept. */
export interface KeptAnswer {
  readonly data: object;
  /** When the server answered it. */
  readonly at: Date;
}

/** What was read lately, kept on this device for when the server cannot be reached: one person's, in one workspace. Where storage is closed to the page, nothing is kept. */
export interface KeptReads {
  /** From here on this person's reads are kept; what another left is wiped first. */
  readonly begin: (identity: Identity) => Promise<void>;
  /** Whose reads are kept; null when the server last said who it is more than a day ago. */
  readonly identity: () => Promise<Identity | null>;
  readonly answer: (name: string) => Promise<KeptAnswer | null>;
  /** Keeps answers by name. Nothing is written once they belong to nobody, or to somebody who signed in at another window. */
  readonly keep: (answers: ReadonlyMap<string, object>) => Promise<void>;
  readonly wipe: () => Promise<void>;
}

/** What bounds the store. */
export interface KeptLimits {
  readonly ageMs: number;
  readonly bytes: number;
  /** A larger answer is not kept. */
  readonly answerBytes: number;
}

const limits: KeptLimits = { ageMs: 24 * 3_600_000, bytes: 16_000_000, answerBytes: 1_000_000 };

// So much may be written before the oldest is looked for again: together with `bytes` below 20 MB.
const slackBytes = 2_000_000;

interface Owner {
  readonly id: string;
  readonly identity: Identity;
  readonly at: number;
}

interface Row {
  readonly name: string;
  readonly at: number;
  readonly size: number;
  readonly body: Uint8Array;
}

/** Opens the store of a server's reads. */
export function openKeptReads({ serverUrl, now }: { readonly serverUrl: string; readonly now: () => Date }): KeptReads {
  const inStores = storesOf(once(openDatabase));
  let mine: string | null = null;
  let unswept = slackBytes;
  const ownerIn = async ({ owner }: Stores) => (await answered(owner.get('owner'))) as Owner | undefined;

  return {
    async begin(identity) {
      const id = `${serverUrl} ${ownerOf(identity)}`;
      mine = id;
      await inStores('readwrite', async (stores) => {
        if ((await ownerIn(stores))?.id !== id) stores.answers.clear();
        stores.owner.put({ id, identity, at: now().getTime() } satisfies Owner, 'owner');
      });
    },
    async identity() {
      const owner = await inStores('readonly', ownerIn);
      if (owner === null || owner === undefined || !owner.id.startsWith(`${serverUrl} `)) return null;
      if (owner.at < now().getTime() - limits.ageMs) return null;
      mine = owner.id;
      return owner.identity;
    },
    async answer(name) {
      const row = await inStores('readonly', async (stores) =>
        (await ownerIn(stores))?.id === mine
          ? ((await answered(stores.answers.get(name))) as Row | undefined)
          : undefined,
      );
      if (row === null || row === undefined || row.at < now().getTime() - limits.ageMs) return null;
      return { data: JSON.parse(new TextDecoder().decode(row.body)) as object, at: new Date(row.at) };
    },
    async keep(answers) {
      const at = now().getTime();
      const rows = [...answers]
        .map(([name, data]) => rowOf(name, data, at))
        .filter(({ size }) => size <= limits.answerBytes);
      await inStores('readwrite', async (stores) => {
        if ((await ownerIn(stores))?.id !== mine) return;
        for (const row of rows) stores.answers.put(row);
        unswept += rows.reduce((sum, { size }) => sum + size, 0);
        if (unswept < slackBytes) return;
        unswept = 0;
        await sweep(stores.answers, at - limits.ageMs);
      });
    },
    async wipe() {
      mine = null;
      await inStores('readwrite', async ({ owner, answers }) => {
        owner.clear();
        await answered(answers.clear());
      });
    },
  };
}

type InStores = <T>(mode: IDBTransactionMode, work: (stores: Stores) => Promise<T>) => Promise<T | null>;

/** Null where the browser gives no database: then nothing is kept, and nothing fails for it. */
function storesOf(database: () => Promise<IDBDatabase>): InStores {
  return async (mode, work) => {
    try {
      const transaction = (await database()).transaction(['owner', 'answers'], mode);
      const isWritten = new Promise((resolve) => transaction.addEventListener('complete', resolve));
      const result = await work({
        owner: transaction.objectStore('owner'),
        answers: transaction.objectStore('answers'),
      });
      // Whoever leaves the page after a wipe must find it done.
      await isWritten;
      return result;
    } catch {
      return null;
    }
  };
}

interface Stores {
  readonly owner: IDBObjectStore;
  readonly answers: IDBObjectStore;
}

function rowOf(name: string, data: object, at: number): Row {
  const body = new TextEncoder().encode(JSON.stringify(data));
  return { name, at, size: body.length, body };
}

/** Takes away what is too old, then the oldest until the rest is small enough. The index knows each size: no answer is read for it. */
function sweep(answers: IDBObjectStore, oldest: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const walk = answers.index('place').openKeyCursor(null, 'prev');
    walk.onerror = () => reject(walk.error ?? new Error('The store cannot be read'));
    walk.onsuccess = () => {
      const place = walk.result;
      if (place === null) return resolve();
      const [at, size] = place.key as [number, number]; // the index's own key path
      bytes += size;
      if (at < oldest || bytes > limits.bytes) answers.delete(place.primaryKey);
      place.continue();
    };
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open('marquee-reads', 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('owner');
    opening.result.createObjectStore('answers', { keyPath: 'name' }).createIndex('place', ['at', 'size']);
  };
  return answered(opening);
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The store cannot be read'));
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
