import { expect, test } from 'vitest';
import { z } from 'zod';
import { encoderOf, strictEncoderOf } from './encode.ts';

const Owner = z.object({ id: z.string(), name: z.string().optional() }).meta({ id: 'EncodedOwner' });
const Leaf = z.object({ kind: z.literal('leaf'), value: z.union([z.string(), z.number(), z.boolean()]) });
const Tree = z
  .object({
    kind: z.literal('tree'),
    get children() {
      return z.array(z.union([Leaf, Tree]));
    },
  })
  .meta({ id: 'EncodedTree' });

const Tricky = z.object({
  owner: Owner.nullable(),
  owners: z.array(Owner),
  maybe: Owner.optional(),
  count: z.int().nullable(),
  ratio: z.number().nullable(),
  flag: z.boolean().nullable(),
  state: z.enum(['on', 'off']).nullable(),
  at: z.iso.datetime(),
  scalar: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  shape: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('circle'), radius: z.number() }),
    z.object({ kind: z.literal('square'), side: z.number(), label: z.string().optional() }),
  ]),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  byOwner: z.record(z.string(), Owner),
  anything: z.unknown(),
  json: z.json(),
  filter: z.union([Leaf, Tree]),
  list: z.array(z.string().nullable()).nullable(),
  loose: z.looseObject({ known: z.string() }),
  pair: z.tuple([z.string(), z.int()]),
  'odd "name"': z.string(),
});

const value = {
  owner: null,
  owners: [{ id: 'o1' }, { id: 'o2', name: 'Ä "quoted" \u2028 \n' }],
  count: null,
  ratio: 0.1,
  flag: false,
  state: null,
  at: '2026-01-01T00:00:00.000Z',
  scalar: null,
  shape: { kind: 'square', side: 2, label: 'x' },
  attributes: { a: 'b', n: 1.5, t: true },
  byOwner: { x: { id: 'o3' } },
  anything: { deep: [1, { two: null }] },
  json: [null, { a: ['b', 2, false] }],
  filter: {
    kind: 'tree',
    children: [
      { kind: 'leaf', value: 'v' },
      { kind: 'tree', children: [{ kind: 'leaf', value: 3 }] },
    ],
  },
  list: ['a', null],
  loose: { known: 'k', extra: 1 },
  pair: ['a', 1],
  'odd "name"': 'n',
};

test('every kind of schema is written as JSON.stringify would', () => {
  expect(JSON.parse(strictEncoderOf(Tricky)(value))).toEqual(value);
  expect(
    JSON.parse(
      strictEncoderOf(Tricky)({ ...value, owner: { id: 'o' }, maybe: { id: 'm' }, state: 'on', list: null, scalar: 5 }),
    ),
  ).toEqual({
    ...value,
    owner: { id: 'o' },
    maybe: { id: 'm' },
    state: 'on',
    list: null,
    scalar: 5,
  });
});

test('undeclared columns are dropped at every depth: objects, lists, unions, records, nullable', () => {
  const leaky = { id: 'o', password_hash: 'secret' };
  const text = encoderOf(Tricky)({
    ...value,
    secret: 'secret',
    owner: leaky,
    owners: [leaky],
    maybe: leaky,
    byOwner: { x: leaky },
    shape: { kind: 'circle', radius: 1, secret: 'secret' },
    filter: { kind: 'tree', secret: 'secret', children: [{ kind: 'leaf', value: 1, secret: 'secret' }] },
  });

  expect(text).not.toContain('secret');
  expect(JSON.parse(text).shape).toEqual({ kind: 'circle', radius: 1 });
  expect(JSON.parse(text).filter).toEqual({ kind: 'tree', children: [{ kind: 'leaf', value: 1 }] });
});

test('a missing required field is a defect, not a hole', () => {
  expect(() => encoderOf(Tricky)({ ...value, at: undefined })).toThrow('required');
});

test('bounds and patterns are not judged when writing; strict encoding judges them', () => {
  const schema = z.object({ n: z.union([z.int().min(10), z.null()]), code: z.string().regex(/^a/).nullable() });

  expect(encoderOf(schema)({ n: 3, code: 'b' })).toBe('{"n":3,"code":"b"}');
  expect(() => strictEncoderOf(schema)({ n: 3, code: 'b' })).toThrow('too_small');
});

test('a bare list and a bare union can be answers too', () => {
  expect(strictEncoderOf(z.array(Owner))([{ id: 'a', x: 1 }])).toBe('[{"id":"a"}]');
  expect(strictEncoderOf(Owner.nullable())(null)).toBe('null');
});
