import { expect, test } from 'vitest';
import { JsonCutError, jsonRecords } from './json-records.ts';

async function* inPieces(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
const cut = (text: string, size = 3, charsMax = 1000) => Array.fromAsync(jsonRecords(inPieces(text, size), charsMax));

test.each([1, 2, 3, 7, 1000])('an array is cut into its elements, read %i characters at a time', async (size) => {
  const rows = [{ a: 'x,]}"\\' }, { b: [1, { c: '[' }] }, 'text', 12, null, []];

  expect((await cut(JSON.stringify(rows, null, 1), size)).map((each) => JSON.parse(each))).toEqual(rows);
});

test('JSON lines are cut, with a byte order mark, blank lines and no newline at the end', async () => {
  expect(await cut('\uFEFF{"a":1}\r\n\r\n{"a":2}\n17')).toEqual(['{"a":1}', '{"a":2}', '17']);
});

test('an empty array and an empty file have no elements', async () => {
  expect(await cut(' [ ] ')).toEqual([]);
  expect(await cut(' \n')).toEqual([]);
});

test.each(['[{"a":1}', '[{"a":', '{"a":"x'])('the cut file %j is told from a whole one', async (text) => {
  await expect(cut(text)).rejects.toThrow(JsonCutError);
});

test('an element that is too long is refused before it fills the memory', async () => {
  await expect(cut(`["${'x'.repeat(100)}"]`, 10, 50)).rejects.toThrow('longer than 50 characters');
});
