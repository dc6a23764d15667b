import { contract } from '@marquee/api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isKeepable } from './query-client.ts';

interface Read {
  readonly name: string;
  readonly output: z.ZodType;
}

test('no read that is kept on a device answers a secret', () => {
  const found = readsIn(contract, '')
    .filter(({ name }) => isKeepable([name, {}]))
    .flatMap(({ name, output }) =>
      propertiesOf(z.toJSONSchema(output, { unrepresentable: 'any', io: 'output' }))
        .filter((property) => /secret|token|password|private_key|^key$|credential/i.test(property))
        // Whether something is there, or until when, is no secret.
        .filter((property) => !/^has_|_until$|_at$/.test(property))
        .map((property) => `${name}: ${property}`),
    );

  expect(found).toEqual([]);
});

test('who somebody is and where they are signed in is asked of the server alone', () => {
  expect(isKeepable(['auth.me', {}])).toBe(false);
  expect(isKeepable(['messaging.contacts.list', {}])).toBe(true);
});

function readsIn(node: object, prefix: string): readonly Read[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]): readonly Read[] => {
    if (typeof value !== 'object' || value === null) return [];
    const name = `${prefix}${key}`;
    if (!('kind' in value)) return readsIn(value, `${name}.`);
    return value.kind === 'query' && 'output' in value && value.output instanceof z.ZodType
      ? [{ name, output: value.output }]
      : [];
  });
}

function propertiesOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(propertiesOf)];
}
