import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillTemplate, variablesOf } from './template-text.ts';

test('variables come in order of first appearance, once each', () => {
  expect(variablesOf('Hi {name}! {company} in {city}, {name}')).toEqual(['name', 'company', 'city']);
  expect(variablesOf('no variables, { spaced }, {1st}, {}')).toEqual([]);
});

test('a name has at most 64 characters', () => {
  expect(variablesOf(`{${'a'.repeat(64)}}`)).toHaveLength(1);
  expect(variablesOf(`{${'a'.repeat(65)}}`)).toHaveLength(0);
});

test('double braces are a placeholder between literal braces', () => {
  expect(fillTemplate('{{name}}', { name: 'Ann' }).text).toBe('{Ann}');
});

test('numbers and booleans are written out', () => {
  expect(fillTemplate('${total} {paid} {zero}', { total: 12.5, paid: false, zero: 0 })).toEqual({
    text: '$12.5 false 0',
    missing: [],
  });
});

test('null, undefined, empty text and structured values are missing and stay as written', () => {
  const values = { a: null, b: undefined, c: '', d: {}, e: [1], f: Number.NaN };

  const filled = fillTemplate('{a}{b}{c}{d}{e}{f}{g}{a}', values);

  expect(filled).toEqual({ text: '{a}{b}{c}{d}{e}{f}{g}{a}', missing: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] });
});

test('what every object inherits is no value', () => {
  expect(fillTemplate('{constructor} {toString} {__proto__}', {}).missing).toEqual([
    'constructor',
    'toString',
    '__proto__',
  ]);
});

test('a value is put in literally, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      expect(fillTemplate('<{a}|{b}>', { a: value, b: '{a}$&' }).text).toBe(`<${value}|{a}$&>`);
    }),
  );
});
