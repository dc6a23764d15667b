import { expect, test } from 'vitest';
import { objectOf, ref } from '../testing.ts';
import type { Schema } from './document.ts';
import { comment, typesOf } from './schema-types.ts';

interface How {
  readonly side?: 'input' | 'output';
}

async function print(schema: Schema, { side = 'output' }: How = {}) {
  const types = await typesOf(new Map([['It', { schema, side }]]));
  return types.get('It');
}

test('lists of values are open', async () => {
  const schema: Schema = { anyOf: [{ type: 'string', enum: ['on', 'off'] }, { type: 'null' }] };

  expect(await print(schema)).toBe("'on' | 'off' | (string & {}) | null");
});

test('a single value stays closed: it tells shapes apart', async () => {
  expect(await print({ type: 'string', const: 'it’s "on"' })).toBe(`'it’s "on"'`);
});

test('lists of unions are bracketed, and records are written as such', async () => {
  const schema = objectOf({
    any: { type: 'array', items: { type: ['string', 'number'] } },
    counts: { type: 'object', additionalProperties: { type: 'integer' } },
    what: { type: 'object', additionalProperties: {} },
  });

  expect(await print(schema)).toBe(
    '{\nany: (string | number)[];\ncounts: Record<string, number>;\nwhat: Record<string, unknown>;\n}',
  );
});

test('callers may pass undefined for what they may leave out; answers have no undefined', async () => {
  const schema: Schema = { type: 'object', properties: { name: { type: 'string', default: 'x' } } };

  expect(await print(schema, { side: 'input' })).toBe('{\n/** Default "x". */\nname?: string | undefined;\n}');
  expect(await print(schema)).toBe('{\nname?: string;\n}');
});

test('a schema that contains itself refers to itself by name', async () => {
  const schema = objectOf({ children: { type: 'array', items: ref('It') } });

  expect(await print(schema)).toBe('{\nchildren: It[];\n}');
});

test('a field is told with its bounds to who writes it, and without examples to who reads it', async () => {
  const schema = objectOf({
    rate: { type: 'integer', minimum: 1, maximum: 1000, description: 'Messages a second' },
    said: { type: 'integer', minimum: 1, maximum: 500, description: 'Items, 1 to 500' },
    at: { type: 'string', format: 'date-time', description: 'Instant, such as `2026-03-15`' },
  });

  expect(await print(schema, { side: 'input' })).toContain('/** Messages a second. 1 to 1000. */');
  expect(await print(schema, { side: 'input' })).toContain('/** Items, 1 to 500. */');
  expect(await print(schema)).toContain('/** Messages a second. */');
  expect(await print(schema)).toContain('/** Instant. */');
});

test('no text ends a comment early', () => {
  expect(comment('a */ b')).toBe(String.raw`/** a *\/ b */`);
});
