import { expect, test } from 'vitest';
import { tokensOf } from './json-view.tsx';

test('the tokens of a value are its JSON, told apart by kind', () => {
  const value = { name: 'a "quoted": text', count: -1.5, none: null, list: [true, 'x: 1'] };

  const tokens = tokensOf(value);

  expect(tokens.map(({ text }) => text).join('')).toBe(JSON.stringify(value, null, 2));
  expect(tokens.filter(({ kind }) => kind === 'name').map(({ text }) => text)).toEqual([
    '"name"',
    '"count"',
    '"none"',
    '"list"',
  ]);
  expect(tokens.filter(({ kind }) => kind === 'value').map(({ text }) => text)).toEqual(['-1.5', 'null', 'true']);
  expect(tokens.filter(({ kind }) => kind === 'text').map(({ text }) => text)).toEqual([
    String.raw`"a \"quoted\": text"`,
    '"x: 1"',
  ]);
});

test('a value that has no JSON is shown as null', () => {
  expect(tokensOf(undefined)).toEqual([{ kind: 'value', text: 'null' }]);
});
