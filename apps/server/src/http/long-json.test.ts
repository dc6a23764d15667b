import { describe, expect, test } from 'vitest';
import { holdsWideObject, readLongJson } from './long-json.ts';
import { jsonFieldsMax } from './json-outline.ts';

const fields = (count: number, value: unknown = 'x'.repeat(30)) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`d${n}`, value]));

test('an object is too wide by its own fields alone, wherever it stands', async () => {
  const wide = fields(jsonFieldsMax + 1);

  expect(await holdsWideObject(JSON.stringify(fields(jsonFieldsMax)))).toBe(false);
  expect(await holdsWideObject(JSON.stringify(wide))).toBe(true);
  expect(await holdsWideObject(JSON.stringify({ data: [{ a: 1 }, [wide]] }))).toBe(true);
  expect(
    await holdsWideObject(JSON.stringify({ ...fields(5000), last: { ...fields(5000), deeper: fields(5000) } })),
  ).toBe(false);
  expect(await holdsWideObject(JSON.stringify(Array.from({ length: 20_000 }, () => ({ a: { b: 'x' } }))))).toBe(false);
});

test('what stands in strings counts for nothing', async () => {
  const text = '{"a":"b":[{,"c":"\\\\"}';

  expect(await holdsWideObject(JSON.stringify(Array.from({ length: 20_000 }, () => text)))).toBe(false);
  expect(await holdsWideObject(JSON.stringify({ [text]: fields(jsonFieldsMax + 1, text) }))).toBe(true);
});

test('what is no JSON is left to the parser', async () => {
  expect(await holdsWideObject(`${']'.repeat(300_000)}`)).toBe(false);
  expect(await holdsWideObject(`${'['.repeat(300_000)}`)).toBe(false);
  expect(await holdsWideObject(`"${'x'.repeat(300_000)}`)).toBe(false);
});

describe('a long text that is read in pieces', () => {
  const read = (text: string) => {
    const parts: number[] = [];
    const parse = (part: string) => {
      parts.push(part.length);
      return JSON.parse(part) as unknown;
    };
    const value = readLongJson(text, { parse, tooWide: () => new Error('too wide') });
    return value.then((whole) => ({ whole, longest: Math.max(...parts) }));
  };
  const records = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ [`n${n}`]: n, text: `"],[{\\ ${'x'.repeat(n % 90)}`, list: [n, [n]] }));

  test.each([
    ['a list between other fields', JSON.stringify({ before: 1, data: records(4000), after: { data: [1] } })],
    ['several lists', JSON.stringify({ a: records(3000), b: [], c: records(3000).map(String), d: [[1]] })],
    ['a list of numbers, and blanks', `{ "data" : [ ${Array.from({ length: 90_000 }, (_, n) => ` ${n} `).join()} ] }`],
    ['a name that is escaped', JSON.stringify({ 'da"ta\n\u{1d4b3}': records(4000) })],
    ['a name twice, the long list last', `{"data":[0],"data":${JSON.stringify(records(4000))}}`],
    ['a name twice, the long list first', `{"data":${JSON.stringify(records(4000))},"data":"x"}`],
    ['a list itself', JSON.stringify(records(4000))],
    ['a list further in', JSON.stringify({ a: { data: records(4000) } })],
    ['one long string', JSON.stringify({ a: 'x'.repeat(300_000) })],
  ])('is what it is when it is parsed at once: %s', async (_what, text) => {
    expect((await read(text)).whole).toEqual(JSON.parse(text));
  });

  test('is never parsed but in moderate pieces', async () => {
    const { longest } = await read(JSON.stringify({ data: records(6000) }));

    expect(longest).toBeLessThan(20_000);
  });

  test.each([
    ['an element left out', (list: string) => list.replace('},{', '},,{')],
    ['many elements left out', (list: string) => list.replace('},{', `}${','.repeat(40_000)}{`)],
    ['blanks for an element', (list: string) => list.replace('},{', `},${' '.repeat(40_000)},{`)],
    ['a comma at its end', (list: string) => `${list.slice(0, -1)},]`],
    ['a comma and blanks at its end', (list: string) => `${list.slice(0, -1)},${' '.repeat(40_000)}]`],
    ['another bracket at its end', (list: string) => `${list.slice(0, -1)}}`],
    ['no bracket at its end', (list: string) => list.slice(0, -1)],
    ['two values', (list: string) => `${list}},{"b":${list}`],
    ['an open string', (list: string) => list.replace('"n2000":', '"n2000:')],
  ])('is no JSON with %s', async (_what, spoil) => {
    const text = `{"data":${spoil(JSON.stringify(records(4000)))}}`;

    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    await expect(read(text)).rejects.toThrow(SyntaxError);
  });

  test('lets others be served meanwhile, though all of its fields have other names', async () => {
    const text = JSON.stringify({
      data: Array.from({ length: 2000 }, (_, n) =>
        Object.fromEntries(Array.from({ length: 20 }, (__, k) => [`f${n}_${k}`, n])),
      ),
    });
    const cpuMs = () => process.cpuUsage().user / 1000;
    const begunMs = cpuMs();
    let [lastMs, longestMs] = [begunMs, 0];
    const look = () => {
      longestMs = Math.max(longestMs, cpuMs() - lastMs);
      lastMs = cpuMs();
    };
    const serve = () => {
      look();
      served = setImmediate(serve);
    };
    let served = setImmediate(serve);

    await read(text);

    clearImmediate(served);
    look();
    expect(longestMs).toBeLessThan((cpuMs() - begunMs) / 2);
  });
});
