import { expect, test } from 'vitest';
import { holdsWideObject, jsonFieldsMax } from './wide-json.ts';

const fields = (count: number, value: unknown = 'x'.repeat(30)) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`d${n}`, value]));

test('an object is too wide by its own fields alone, wherever it stands', () => {
  const wide = fields(jsonFieldsMax + 1);

  expect(holdsWideObject(JSON.stringify(fields(jsonFieldsMax)))).toBe(false);
  expect(holdsWideObject(JSON.stringify(wide))).toBe(true);
  expect(holdsWideObject(JSON.stringify({ data: [{ a: 1 }, [wide]] }))).toBe(true);
  expect(holdsWideObject(JSON.stringify({ ...fields(5000), last: { ...fields(5000), deeper: fields(5000) } }))).toBe(
    false,
  );
  expect(holdsWideObject(JSON.stringify(Array.from({ length: 20_000 }, () => ({ a: { b: 'x' } }))))).toBe(false);
});

test('what stands in strings counts for nothing', () => {
  const text = '{"a":"b":[{,"c":"\\\\"}';

  expect(holdsWideObject(JSON.stringify(Array.from({ length: 20_000 }, () => text)))).toBe(false);
  expect(holdsWideObject(JSON.stringify({ [text]: fields(jsonFieldsMax + 1, text) }))).toBe(true);
});

test('what is no JSON is left to the parser', () => {
  expect(holdsWideObject(`${']'.repeat(300_000)}`)).toBe(false);
  expect(holdsWideObject(`${'['.repeat(300_000)}`)).toBe(false);
  expect(holdsWideObject(`"${'x'.repeat(300_000)}`)).toBe(false);
});
