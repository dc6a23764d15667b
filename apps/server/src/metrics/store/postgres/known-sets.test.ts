import { expect, test } from 'vitest';
import type { StoredType } from '../metrics-store.ts';
import { knownSetsOf } from './known-sets.ts';

const type = (typeId: number, workspaceId = 'ours'): StoredType => ({
  ...{ workspaceId, typeId, slots: new Map() },
  ...{ dayZone: 'UTC', daysBeforeMs: null },
});

test('sets are known to the type and the workspace that they were kept for', () => {
  const known = knownSetsOf(10);
  known.keep(type(1), [{ id: 7, key: 'a' }]);

  expect(known.those(type(1), ['a', 'b'])).toEqual([['a', 7]]);
  expect(known.those(type(2), ['a'])).toEqual([]);
  expect(known.those(type(1, 'theirs'), ['a'])).toEqual([]);
});

test('the types that were written longest ago are forgotten when there are too many sets', () => {
  const known = knownSetsOf(4);
  const two = [
    { id: 1, key: 'a' },
    { id: 2, key: 'b' },
  ];
  for (const typeId of [1, 2, 1, 3]) known.keep(type(typeId), two);

  expect([1, 2, 3].map((typeId) => known.those(type(typeId), ['a', 'b']).length)).toEqual([2, 0, 2]);
});

test('a type with more sets than are kept is not kept', () => {
  const known = knownSetsOf(1);
  known.keep(type(1), [
    { id: 1, key: 'a' },
    { id: 2, key: 'b' },
  ]);
  known.keep(type(2), [{ id: 3, key: 'c' }]);

  expect(known.those(type(1), ['a', 'b'])).toEqual([]);
  expect(known.those(type(2), ['c'])).toEqual([['c', 3]]);
});
