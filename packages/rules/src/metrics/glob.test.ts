import fc from 'fast-check';
import { expect, test } from 'vitest';
import { globOf } from './glob.ts';

test.each([
  ['*', '', true],
  ['*', 'dashboard:meta_ads', true],
  ['dashboard:*', 'dashboard:meta_ads', true],
  ['dashboard:*', 'series:spend:meta_ads', false],
  ['series:*:meta_???', 'series:spend:meta_ads', true],
  ['series:*:meta_??', 'series:spend:meta_ads', false],
  ['a.c', 'abc', false],
  ['[ab]', 'a', false],
  ['**a**', 'banana', true],
  ['?', '😀', true],
  ['', '', true],
  ['', 'a', false],
])('%s and %s: %s', (pattern, text, expected) => {
  expect(globOf(pattern)(text)).toBe(expected);
});

test('it matches what its definition matches, however long', () => {
  const letters = (min: number, max: number) =>
    fc.array(fc.constantFrom('a', 'b', '*', '?'), { minLength: min, maxLength: max }).map((all) => all.join(''));
  fc.assert(
    fc.property(letters(0, 80), fc.array(fc.constantFrom('a', 'b'), { maxLength: 90 }), (pattern, text) => {
      expect(globOf(pattern)(text.join(''))).toBe(matches(pattern, text.join('')));
    }),
  );
});

/** The definition, token by token over a table. */
function matches(pattern: string, text: string): boolean {
  let reached = new Set([0]);
  for (const token of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (token === '*') for (let to = at; to <= text.length; to += 1) next.add(to);
      else if (at < text.length && (token === '?' || token === text[at])) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(text.length);
}
