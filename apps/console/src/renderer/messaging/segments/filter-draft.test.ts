import { checkFilter, filterDepthMax, type SegmentFilter } from '@marquee/rules/messaging/segments/segment-filter';
import { expect, test } from 'vitest';
import { draftOf, filterOf, newGroup, newLeaf, replaced, typedValue, withOperator } from './filter-draft.ts';

const city = { attribute: 'city', operator: 'equals', value: 'Berlin' } as const;

function nested(depth: number): SegmentFilter {
  return depth === 1 ? city : { operator: depth % 2 === 0 ? 'AND' : 'OR', conditions: [nested(depth - 1), city] };
}

test('a filter of every depth comes back as it was', () => {
  for (let depth = 1; depth <= filterDepthMax; depth += 1) {
    expect(filterOf(draftOf(nested(depth)))).toEqual(nested(depth));
    expect(checkFilter(filterOf(draftOf(nested(depth))))).toEqual([]);
  }
});

test('a condition is replaced wherever it stands, and a group goes with its last one', () => {
  const inner = newGroup('OR');
  const draft = { ...draftOf(city), conditions: [...draftOf(city).conditions, inner] };
  const [leaf] = inner.conditions;
  const key = leaf?.key ?? 0;

  const changed = filterOf(replaced(draft, key, { ...newLeaf(), attribute: 'plan', value: 'gold' }));
  const removed = filterOf(replaced(draft, key, null));

  expect(changed).toMatchObject({ conditions: [city, { operator: 'OR', conditions: [{ attribute: 'plan' }] }] });
  expect(removed).toEqual(city);
});

test('another comparison keeps a value that it can take', () => {
  const leaf = { ...newLeaf(), attribute: 'city', value: 'Berlin' };

  expect(withOperator(leaf, 'contains').value).toBe('Berlin');
  expect(withOperator(leaf, 'in').value).toEqual([]);
  expect(withOperator(leaf, 'within_days').value).toBe(30);
});

test('amounts are numbers, postcodes stay text', () => {
  expect(typedValue('42', { ...newLeaf(), operator: 'gte' })).toBe(42);
  expect(typedValue('2026-01-31', { ...newLeaf(), operator: 'gte' })).toBe('2026-01-31');
  expect(typedValue('01067', newLeaf())).toBe('01067');
  expect(typedValue('7', { ...newLeaf(), value: 6 })).toBe(7);
});
