import { expect, test } from 'vitest';
import { csvRecords, csvValue, separatorOf } from './csv.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

test('quoted fields keep separators, line ends and quotes, however the text is cut', async () => {
  const text = 'date,name\r\n2026-03-15,"a, ""b""\nc"\r\n\r\n2026-03-16,\n';

  for (const size of [1, 3, 1000]) {
    const records = await Array.fromAsync(csvRecords(inPieces(text, size)));
    expect(records).toEqual([
      ['date', 'name'],
      ['2026-03-15', 'a, "b"\nc'],
      ['2026-03-16', ''],
    ]);
  }
});

test('a last line without an end counts, and an empty text has no record', async () => {
  expect(await Array.fromAsync(csvRecords(inPieces('a;b\n1;2', 2), ';'))).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ]);
  expect(await Array.fromAsync(csvRecords(inPieces('', 1)))).toEqual([]);
});

test('numbers are told from text, and ids with leading zeros stay text', () => {
  expect(['12', '-0.5', '1e3', '007', '', 'DE', '1,000'].map(csvValue)).toEqual([
    12,
    -0.5,
    1000,
    '007',
    undefined,
    'DE',
    '1,000',
  ]);
  expect(['a,b;c,d', 'a;b', 'a\tb\tc', 'a'].map(separatorOf)).toEqual([',', ';', '\t', ',']);
});
