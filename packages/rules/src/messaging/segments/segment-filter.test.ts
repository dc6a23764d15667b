import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFilter, filterOperators, filterValuesMax } from './segment-filter.ts';

const leaf = { attribute: 'city', operator: 'equals', value: 'Austin' };

function nested(depth: number): unknown {
  return depth === 1 ? leaf : { operator: 'AND', conditions: [nested(depth - 1)] };
}

test("the document's filters are in order", () => {
  expect(
    checkFilter({ operator: 'AND', conditions: [leaf, { attribute: 'tier', operator: 'equals', value: 'premium' }] }),
  ).toEqual([]);
  expect(checkFilter({ attribute: 'signup_date', operator: 'after', value: '2024-01-01' })).toEqual([]);
});

test.each([
  ['equals', true],
  ['not_equals', 0],
  ['greater_than', 5],
  ['less_than', '2024-01-01T00:00:00+02:00'],
  ['gte', 1.5],
  ['lte', -1],
  ['contains', 'a'],
  ['starts_with', 'a'],
  ['in', ['a', 'b']],
  ['not_in', [1, 2]],
  ['exists', undefined],
  ['exists', false],
  ['before', '2024-02-29'],
  ['within_days', 30],
])('%s takes %j', (operator, value) => {
  expect(checkFilter({ attribute: 'a', operator, value })).toEqual([]);
});

test.each([
  ['equals', null],
  ['equals', ['a']],
  ['greater_than', 'Austin'],
  ['gte', true],
  ['contains', ''],
  ['starts_with', 5],
  ['in', []],
  ['in', 'a'],
  ['in', ['a', 1]],
  ['not_in', [null]],
  ['in', Array.from({ length: filterValuesMax + 1 }, () => 'a')],
  ['exists', 'yes'],
  ['before', '2024-02-30'],
  ['after', 'soon'],
  ['after', '2024-01-01T00:00:00'],
  ['within_days', 0],
  ['within_days', Number.POSITIVE_INFINITY],
])('%s refuses %j, pointing at the value', (operator, value) => {
  expect(checkFilter({ attribute: 'a', operator, value })).toMatchObject([{ pointer: '/value' }]);
});

test('eight levels are enough, nine too many', () => {
  expect(checkFilter(nested(8))).toEqual([]);
  expect(checkFilter(nested(9))).toMatchObject([{ pointer: '/conditions/0'.repeat(8) }]);
});

test('every issue points at its place', () => {
  const filter = {
    operator: 'AND',
    conditions: [
      leaf,
      { operator: 'OR', conditions: [{ attribute: '', operator: 'like' }] },
      { operator: 'NOT', conditions: [] },
    ],
  };

  expect(checkFilter(filter).map((issue) => issue.pointer)).toEqual([
    '/conditions/1/conditions/0/attribute',
    '/conditions/1/conditions/0/operator',
    '/conditions/2/operator',
    '/conditions/2/conditions',
  ]);
});

test('too many conditions are refused', () => {
  const conditions = Array.from({ length: 600 }, () => leaf);

  expect(checkFilter({ operator: 'OR', conditions })).toMatchObject([{ pointer: '' }]);
});

test('whatever comes in, it is judged and never thrown at', () => {
  fc.assert(fc.property(fc.anything(), (filter) => Array.isArray(checkFilter(filter))));
  fc.assert(
    fc.property(fc.constantFrom(...filterOperators), fc.anything(), (operator, value) =>
      Array.isArray(checkFilter({ attribute: 'a', operator, value })),
    ),
  );
});
