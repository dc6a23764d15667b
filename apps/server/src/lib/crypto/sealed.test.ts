import { expect, test } from 'vitest';
import { sealer } from './sealed.ts';

const key = new Uint8Array(32).fill(1);
const older = new Uint8Array(32).fill(2);

test('a sealed secret opens for its own record only', () => {
  const { seal, open } = sealer(key);

  const sealed = seal('s3cret', 'sender:1');

  expect(open(sealed, 'sender:1')).toBe('s3cret');
  expect(() => open(sealed, 'sender:2')).toThrow('does not belong to sender:2');
});

test('sealing twice gives two texts, neither holding the secret', () => {
  const { seal } = sealer(key);

  const texts = [seal('s3cret', 'a'), seal('s3cret', 'a')];

  expect(texts[0]).not.toBe(texts[1]);
  expect(texts.join()).not.toContain('s3cret');
});

test('a changed or shortened value does not open', () => {
  const { seal, open } = sealer(key);
  const sealed = seal('s3cret', 'a');
  const last = sealed.endsWith('A') ? 'B' : 'A';

  expect(() => open(`${sealed.slice(0, -2)}${last}${sealed.at(-1)}`, 'a')).toThrow('does not belong');
  expect(() => open(sealed.slice(0, 20), 'a')).toThrow('cut short');
  expect(() => open('hello', 'a')).toThrow('not a sealed value');
});

test('a former key still opens what it sealed, and an unknown one is named as the cause', () => {
  const sealed = sealer(older).seal('s3cret', 'a');

  expect(sealer(key, [older]).open(sealed, 'a')).toBe('s3cret');
  expect(() => sealer(key).open(sealed, 'a')).toThrow('sealed under another secret key');
});

test('a key that is too short is refused', () => {
  expect(() => sealer(new Uint8Array(16))).toThrow('32 bytes');
});
