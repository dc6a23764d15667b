import { expect, test } from 'vitest';
import { shapeSchema, shapeValue } from './shape.ts';
import type { Shape } from './shape.ts';

const shape: Shape = {
  only: ['status', 'counts', 'inner'],
  inside: { inner: { rename: { total: 'total_24h' } } },
  values: { status: 'upper' },
  keys: { counts: 'upper' },
  rename: { status: 'state' },
  add: { ok: true },
};
const schema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    status: { type: 'string', enum: ['on', 'off'] },
    counts: { type: 'object', additionalProperties: { type: 'integer' } },
    inner: { type: 'object', properties: { total: { type: 'integer' } }, required: ['total'] },
  },
  required: ['id', 'status'],
};
const itself = <T>(one: T) => one;

test('a value is picked, renamed and recased as its schema is', () => {
  expect(shapeValue(shape, { id: 'i', status: 'on', counts: { sent: 1 }, inner: { total: 2 } })).toEqual({
    state: 'ON',
    counts: { SENT: 1 },
    inner: { total_24h: 2 },
    ok: true,
  });
  expect(shapeSchema(shape, schema, itself)).toEqual({
    type: 'object',
    properties: {
      state: { type: 'string', enum: ['ON', 'OFF'] },
      counts: { type: 'object', additionalProperties: { type: 'integer' } },
      inner: { type: 'object', properties: { total_24h: { type: 'integer' } }, required: ['total_24h'] },
      ok: { const: true },
    },
    required: ['state', 'ok'],
  });
});

test('fields are gathered into an object, in the document’s words', () => {
  const words = { status: { on: 'connected' } };
  const gathering: Shape = { only: ['id'], gather: { services: { only: ['status'], words, add: { other: 'none' } } } };

  expect(shapeValue(gathering, { id: 'i', status: 'on' })).toEqual({
    id: 'i',
    services: { status: 'connected', other: 'none' },
  });
  expect(shapeValue(gathering, { id: 'i', status: 'off' })).toMatchObject({ services: { status: 'off' } });
  expect(shapeSchema(gathering, schema, itself)).toEqual({
    type: 'object',
    properties: {
      id: { type: 'string' },
      services: {
        type: 'object',
        properties: { status: { type: 'string', enum: ['connected', 'off'] }, other: { const: 'none' } },
        required: ['status', 'other'],
      },
    },
    required: ['id', 'services'],
  });
});

test('an absent field stays absent, null stays null', () => {
  expect(shapeValue(shape, { status: null })).toEqual({ state: null, ok: true });
  expect(shapeValue(shape, null)).toBeNull();
});

test('an object that may be null is shaped inside', () => {
  const nullable = {
    type: 'object',
    properties: { inner: { anyOf: [schema, { type: 'null' }] } },
    required: ['inner'],
  };

  const shaped = shapeSchema({ inside: { inner: { only: ['id'] } } }, nullable, itself);

  expect(shaped.properties?.['inner']).toEqual({
    anyOf: [{ type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }, { type: 'null' }],
  });
});

test('a shape that names a field the answer lacks is found at start', () => {
  expect(() => shapeSchema({ only: ['gone'] }, schema, itself)).toThrow('gone');
});
