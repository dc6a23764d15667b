import { expect, test } from 'vitest';
import { z } from 'zod';
import { coerceUrl, urlPlanOf } from './url-plan.ts';

const plan = urlPlanOf(
  z.object({
    count: z.int().optional(),
    ratio: z.number().nullable().default(null),
    flag: z.boolean().readonly(),
    name: z.string(),
    level: z.literal([1, 2, 'max']),
    mode: z.enum(['on', 'off']),
    either: z.union([z.number(), z.boolean()]),
    text: z.union([z.number(), z.string()]),
    ids: z.array(z.int()).optional(),
    inner: z.object({ a: z.number() }),
  }),
);

test('text becomes what the schema says, through every wrapper', () => {
  const values = {
    count: '-3',
    ratio: '2.5e1',
    flag: 'false',
    name: '12',
    level: '2',
    mode: 'on',
    either: 'true',
    text: '7',
    ids: '1,2',
  };

  expect(coerceUrl(plan, values)).toEqual({
    count: -3,
    ratio: 25,
    flag: false,
    name: '12',
    level: 2,
    mode: 'on',
    either: true,
    text: '7',
    ids: [1, 2],
  });
});

test('text that does not fit stays text, for the schema to refuse', () => {
  const values = { count: '0x10', ratio: '', flag: 'yes', inner: '{"a":1}', level: '3' };

  expect(coerceUrl(plan, values)).toEqual(values);
  expect(coerceUrl(plan, { count: ['1', '2'] })).toEqual({ count: [1, 2] });
});

test('a list can be empty, one item or repeated', () => {
  expect(coerceUrl(plan, { ids: '' })).toEqual({ ids: [] });
  expect(coerceUrl(plan, { ids: '5' })).toEqual({ ids: [5] });
  expect(coerceUrl(plan, { ids: ['5', '6,7'] })).toEqual({ ids: [5, '6,7'] });
});
