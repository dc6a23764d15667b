import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countSms } from './sms-parts.ts';

describe('GSM-7', () => {
  test('a text of 160 septets is one part, of 161 two', () => {
    expect(countSms('a'.repeat(160))).toMatchObject({ encoding: 'GSM-7', units: 160, parts: 1, firstNonGsm: null });
    expect(countSms('a'.repeat(161))).toMatchObject({ units: 161, parts: 2 });
    expect(countSms('a'.repeat(306)).parts).toBe(2);
    expect(countSms('a'.repeat(307)).parts).toBe(3);
  });

  test('extension characters cost two septets', () => {
    expect(countSms('€{}[]~\\|^\f')).toMatchObject({ encoding: 'GSM-7', units: 20, parts: 1 });
    expect(countSms('€'.repeat(80)).parts).toBe(1);
    expect(countSms(`${'€'.repeat(80)}a`).parts).toBe(2);
  });

  test('an escape pair that does not fit moves whole into the next part', () => {
    const tight = `${'a'.repeat(152)}€${'a'.repeat(152)}`;

    expect(countSms(tight)).toMatchObject({ units: 306, parts: 3 });
    expect(countSms(`${'a'.repeat(151)}€${'a'.repeat(153)}`)).toMatchObject({ units: 306, parts: 2 });
  });

  test('an empty text takes no part', () => {
    expect(countSms('')).toMatchObject({ units: 0, parts: 0, encoding: 'GSM-7' });
  });
});

describe('UCS-2', () => {
  test('one other character makes all of it UCS-2 and is named', () => {
    expect(countSms('Hi “Ann”')).toMatchObject({ encoding: 'UCS-2', units: 8, parts: 1, firstNonGsm: '“' });
    expect(countSms('ж'.repeat(70)).parts).toBe(1);
    expect(countSms('ж'.repeat(71)).parts).toBe(2);
    expect(countSms('ж'.repeat(134)).parts).toBe(2);
    expect(countSms('ж'.repeat(135)).parts).toBe(3);
  });

  test('a surrogate pair that does not fit moves whole into the next part', () => {
    const tight = `${'ж'.repeat(66)}😀${'ж'.repeat(66)}`;

    expect(countSms(tight)).toMatchObject({ units: 134, parts: 3, firstNonGsm: 'ж' });
  });
});

test('decomposed accents are composed before they are counted', () => {
  const decomposed = 'Cafe\u0301';

  expect(countSms(decomposed)).toMatchObject({ encoding: 'GSM-7', units: 4, normalised: 'Café' });
  expect(countSms('\u212b').encoding).toBe('GSM-7');
});

test('a lower-case c with cedilla is not in the alphabet, a capital one is', () => {
  expect(countSms('Ç').encoding).toBe('GSM-7');
  expect(countSms('ç').firstNonGsm).toBe('ç');
});

test('parts hold all units and never fewer than the plain division', () => {
  const character = fc.constantFrom('a', '€', '😀', 'ж', '\n', 'é');
  fc.assert(
    fc.property(fc.array(character, { maxLength: 500 }), (characters) => {
      const { encoding, units, parts } = countSms(characters.join(''));
      const [single, chained] = encoding === 'GSM-7' ? [160, 153] : [70, 67];
      if (units <= single) return parts === Math.min(1, units);
      return parts >= Math.ceil(units / chained) && parts <= Math.ceil(units / (chained - 1));
    }),
  );
});
