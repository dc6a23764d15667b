import { expect, test } from 'vitest';
import { Code, fillSnippet } from './snippet-text.ts';

const update = {
  typescript: 'const thing = await marquee.shop.things.update({{thing_id}}, {{params}});',
  curl: `curl -X PUT '{{base_url}}/api/v1/shop/things/{{thing_id}}' \\\n  -H "Authorization: Bearer $KEY"{{body}}`,
};
const list = {
  typescript: 'for await (const thing of marquee.shop.things.list({{params}})) console.log(thing);',
  curl: `curl '{{base_url}}/api/v1/shop/things{{query}}'`,
};
const server = 'https://m.example';

test('values that the path does not name become params and body', () => {
  const filled = fillSnippet(update, { thing_id: 'a b', name: "Ada's", sizes: [1, 2] }, server);

  expect(filled.typescript).toBe(
    String.raw`const thing = await marquee.shop.things.update('a b', { name: 'Ada\'s', sizes: [1, 2] });`,
  );
  expect(filled.curl).toBe(
    `curl -X PUT 'https://m.example/api/v1/shop/things/a%20b' \\\n  -H "Authorization: Bearer $KEY" \\\n  -H 'Content-Type: application/json' \\\n  -d '{"name":"Ada'\\''s","sizes":[1,2]}'`,
  );
});

test('without params there is neither an empty object nor an empty body', () => {
  expect(fillSnippet(update, { thing_id: '1' }, server).typescript).toBe(
    "const thing = await marquee.shop.things.update('1');",
  );
  expect(fillSnippet(list, {}, server).typescript).toContain('things.list())');
  expect(fillSnippet(list, {}, server).curl).toBe("curl 'https://m.example/api/v1/shop/things'");
});

test('a query is encoded, lists are comma-separated, undefined is left out', () => {
  const filled = fillSnippet(list, { tags: ['a,b', 'c'], after: undefined, phone_prefix: '+49' }, server);

  expect(filled.curl).toBe("curl 'https://m.example/api/v1/shop/things?tags=a%2Cb,c&phone_prefix=%2B49'");
});

test('long params take a line each, at every depth', () => {
  const conditions = ['city', 'tier'].map((attribute) => ({ attribute, operator: 'equals', value: 'x'.repeat(20) }));
  const { typescript } = fillSnippet(update, { thing_id: '1', filter: { operator: 'AND', conditions } }, server);

  expect(typescript.split('\n').map((line) => line.trimEnd())).toEqual([
    "const thing = await marquee.shop.things.update('1', {",
    '  filter: {',
    "    operator: 'AND',",
    '    conditions: [',
    `      { attribute: 'city', operator: 'equals', value: '${'x'.repeat(20)}' },`,
    `      { attribute: 'tier', operator: 'equals', value: '${'x'.repeat(20)}' },`,
    '    ],',
    '  },',
    '});',
  ]);
});

test('code stands for itself, and a path value that is missing shows as a gap', () => {
  expect(
    fillSnippet(update, { thing_id: new Code('thing.id'), owner_id: new Code('owner_id') }, server).typescript,
  ).toBe('const thing = await marquee.shop.things.update(thing.id, { owner_id });');
  expect(fillSnippet(update, {}, server).typescript).toContain("update('<thing_id>')");
});

test('a value that looks like a placeholder stays a value', () => {
  const filled = fillSnippet(update, { thing_id: 'a1', text: 'Hi {{1}} and {{params}}' }, 'https://shop.example.com');

  expect(filled.typescript).toBe(
    "const thing = await marquee.shop.things.update('a1', { text: 'Hi {{1}} and {{params}}' });",
  );
  expect(filled.curl).toContain(`{"text":"Hi {{1}} and {{params}}"}`);
});
