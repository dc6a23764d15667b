import type { StoredType } from '../metrics-store.ts';

/** A dimension set that has an id. */
export interface SetRow {
  readonly id: number;
  readonly key: string;
}

/** Ids of dimension sets that were committed: they never change, and no other set gets one again. */
export interface KnownSets {
  /** Key and id of those that are known. */
  those(type: StoredType, keys: Iterable<string>): readonly (readonly [string, number])[];
  keep(type: StoredType, sets: Iterable<SetRow>): void;
}

/** Keeps the sets of the types that were written last, as many as `setsMax` of them. */
export function knownSetsOf(setsMax: number): KnownSets {
  const types = new Map<string, Map<string, number>>();
  let size = 0;
  const nameOf = ({ workspaceId, typeId }: StoredType) => `${workspaceId} ${typeId}`;
  return {
    those(type, keys) {
      const known = types.get(nameOf(type));
      if (known === undefined) return [];
      return [...keys].flatMap((key): [string, number][] => {
        const id = known.get(key);
        return id === undefined ? [] : [[key, id]];
      });
    },
    keep(type, sets) {
      const name = nameOf(type);
      const known = types.get(name) ?? new Map<string, number>();
      types.delete(name);
      types.set(name, known); // the last one written stands last
      for (const { id, key } of sets) {
        if (!known.has(key)) size += 1;
        known.set(key, id);
      }
      for (const [oldest, held] of types) {
        if (size <= setsMax) return;
        types.delete(oldest);
        size -= held.size;
      }
    },
  };
}
