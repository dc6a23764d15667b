import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dimensionLengthMax, readRecord, valueMax } from './metric-record.ts';
import { recordReader, type Reading } from './record-reader.ts';

type Kind = 'metric' | 'dimension';

function reading(): Reading {
  const learnt = new Map<string, Kind>();
  return {
    kinds: { kindOf: (field) => learnt.get(field) },
    learn: (field, kind) => void learnt.set(field, kind),
    zone: 'UTC',
  };
}

const values = fc.oneof(
  fc.constantFrom(
    null,
    true,
    {},
    '',
    'DE',
    'D\u0000',
    '\ud800',
    'x'.repeat(dimensionLengthMax),
    'x'.repeat(dimensionLengthMax + 1),
  ),
  fc.constantFrom(0, -0, 1.5, valueMax, valueMax * 2, Number.POSITIVE_INFINITY),
  fc.constantFrom('2026-03-15T09:00:00Z', '2026-03-15T09:00', '1999-12-31T23:59:59Z', 1_773_565_200, 'no time'),
);
const record = fc
  .constantFrom(
    ['timestamp', 'spend', 'country'],
    ['country', 'device', 'date', 'spend'],
    ['date', 'timestamp', 'a\u0001', 'spend'],
    ['spend'],
  )
  .chain((names) =>
    fc
      .tuple(...names.map(() => values))
      .map((all) => Object.fromEntries(names.map((name, index) => [name, all[index]]))),
  );
const plain = fc
  .record({
    spend: fc.double({ min: -10, max: 10, noNaN: true }),
    country: fc.constantFrom('DE', 'FR'),
    device: fc.constantFrom('1:D', 'D'),
  })
  .map((fields) => ({ timestamp: '2026-03-15T09:00:00Z', ...fields }));

test('records are read one after another as each is read alone', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(plain, record), { maxLength: 30 }), (records) => {
      const [one, all] = [reading(), reading()];
      const read = recordReader(all);

      expect(records.map((each) => read(each))).toEqual(records.map((each) => readRecord(each, one)));
    }),
  );
});

test('equal sets of dimensions are one array', () => {
  const read = recordReader(reading());
  const rows = ['DE', 'DE', 'FR', 'DE'].map((country) =>
    read({ timestamp: '2026-03-15T09:00:00Z', spend: 1, country }),
  );
  const [, second, , fourth] = rows.map((outcome) => (outcome.ok ? outcome.row.dimensions : null));

  expect(second).toEqual([['country', 'DE']]);
  expect(fourth).toBe(second);
});
