import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecord, recordDimensionsMax, recordFieldsMax, valueMax } from './metric-record.ts';

type Kind = 'metric' | 'dimension';

function read(
  record: Readonly<Record<string, unknown>>,
  { kinds = {}, zone = 'UTC' }: { kinds?: Record<string, Kind>; zone?: string } = {},
) {
  const learnt = new Map<string, Kind>();
  const known = new Map(Object.entries(kinds));
  const outcome = readRecord(record, {
    kinds: { kindOf: (field) => learnt.get(field) ?? known.get(field) },
    learn: (field, kind) => void learnt.set(field, kind),
    zone,
  });
  return { outcome, learnt: Object.fromEntries(learnt) };
}

const timestamp = '2026-03-15T09:00:00Z';
const atMs = Date.parse(timestamp);

test('numbers are metrics and everything else dimensions, sorted by name; null is left out', () => {
  const { outcome, learnt } = read({ timestamp, spend: 1.5, zebra: true, country: 'DE', gone: null, clicks: -0 });

  expect(outcome).toEqual({
    ok: true,
    row: {
      atMs,
      dimensions: [
        ['country', 'DE'],
        ['zebra', 'true'],
      ],
      values: { names: ['spend', 'clicks'], numbers: [1.5, 0] },
    },
  });
  expect(learnt).toEqual({ spend: 'metric', zebra: 'dimension', country: 'dimension', clicks: 'metric' });
});

test('a number of what has been a dimension is text, and a text of what has been a metric is refused', () => {
  const kinds = { zip: 'dimension', spend: 'metric' } as const;

  expect(read({ timestamp, zip: 10_115, spend: 1 }, { kinds }).outcome).toMatchObject({
    row: { dimensions: [['zip', '10115']] },
  });
  expect(read({ timestamp, spend: '1.5' }, { kinds }).outcome).toMatchObject({
    rejection: { reason: 'metric_not_number', field: 'spend' },
  });
});

test('a record that is refused teaches nothing', () => {
  expect(read({ timestamp, spend: 1, wrong: {} })).toMatchObject({ outcome: { ok: false }, learnt: {} });
});

test.each([
  [{ timestamp: '2026-03-15T09:00:00Z' }, '2026-03-15T09:00:00.000Z'],
  [{ timestamp: '2026-03-15T09:00:00.1239+02:00' }, '2026-03-15T07:00:00.123Z'],
  [{ timestamp: '2026-03-15 09:00' }, '2026-03-15T08:00:00.000Z'],
  [{ timestamp: '2026-03-15T09:00:00.5' }, '2026-03-15T08:00:00.500Z'],
  [{ date: '2026-03-15' }, '2026-03-14T23:00:00.000Z'],
  [{ date: '2026-03-29T02:30' }, '2026-03-29T01:30:00.000Z'],
  [{ date: '2026-03-15', timestamp: '2026-03-16T00:00:00z' }, '2026-03-16T00:00:00.000Z'],
  [{ date: '2026-03-15', timestamp: null }, '2026-03-14T23:00:00.000Z'],
  [{ timestamp: 1_773_565_200 }, '2026-03-15T09:00:00.000Z'],
  [{ timestamp: 1_773_565_200.789 }, '2026-03-15T09:00:00.789Z'],
  [{ timestamp: 1_773_565_200_123 }, '2026-03-15T09:00:00.123Z'],
])('the time %j is read on the clock of the zone unless it says its own', (time, expected) => {
  const { outcome } = read({ ...time, spend: 1 }, { zone: 'Europe/Berlin' });

  expect(outcome.ok && new Date(outcome.row.atMs).toISOString()).toBe(expected);
});

test.each([
  ['time_missing', {}],
  ['time_invalid', { timestamp: '2026-02-30T00:00:00Z' }],
  ['time_invalid', { timestamp: '15.03.2026' }],
  ['time_invalid', { timestamp: '2026-03-15T25:00:00Z' }],
  ['time_invalid', { timestamp: '2026-03-15T09:00:00+99:99' }],
  ['time_invalid', { date: true }],
  ['time_invalid', { timestamp: Number.NaN }],
  ['time_out_of_range', { timestamp: '1999-12-31T23:59:59Z' }],
  ['time_out_of_range', { timestamp: '2100-01-01' }],
])('%s: %j', (reason, time) => {
  expect(read({ ...time, spend: 1 }).outcome).toMatchObject({ ok: false, rejection: { reason } });
});

test.each([
  ['no_metric', { country: 'DE' }],
  ['value_not_finite', { spend: Number.POSITIVE_INFINITY }],
  ['value_not_finite', { spend: Number.NaN }],
  ['value_too_large', { spend: valueMax * 1.01 }],
  ['value_not_plain', { spend: 1, list: [1] }],
  ['value_not_plain', { spend: 1, nested: { a: 1 } }],
  ['field_name_invalid', { spend: 1, 'a\u0000b': 'x' }],
  ['field_name_invalid', { spend: 1, ['x'.repeat(129)]: 'x' }],
  ['field_name_invalid', { spend: 1, '\ud800': 'x' }],
  ['field_name_invalid', { spend: 1, '': 'x' }],
  ['dimension_too_long', { spend: 1, country: 'x'.repeat(501) }],
  ['dimension_too_long', { spend: 1, country: 'a\u0000' }],
])('%s is refused: %j', (reason, fields) => {
  expect(read({ timestamp, ...fields }).outcome).toMatchObject({ ok: false, rejection: { reason } });
});

test('a record has bounded fields and dimensions', () => {
  const many = (count: number, value: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, value]));

  expect(read({ timestamp, ...many(recordFieldsMax - 1, 1) }).outcome.ok).toBe(true);
  expect(read({ timestamp, ...many(recordFieldsMax, 1) }).outcome).toMatchObject({
    rejection: { reason: 'too_many_fields' },
  });
  expect(read({ timestamp, spend: 1, ...many(recordDimensionsMax, 'x') }).outcome.ok).toBe(true);
  expect(read({ timestamp, spend: 1, ...many(recordDimensionsMax + 1, 'x') }).outcome).toMatchObject({
    rejection: { reason: 'too_many_dimensions' },
  });
});

test('dimensions are text that a database can hold', () => {
  expect(read({ timestamp, spend: 1, country: 'a\ud800b' }).outcome).toMatchObject({ ok: false });
});

test('any record of plain JSON is a row or a reason, never an exception, and its row holds only what may be held', () => {
  const names = fc.oneof(
    fc.string({ maxLength: 8, unit: 'binary' }),
    fc.constantFrom('timestamp', 'date', 'spend', '__proto__'),
  );
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue(), { maxKeys: 12 }), fc.boolean(), (record, isTimed) => {
      const { outcome } = read(isTimed ? { ...record, timestamp } : record);
      if (!outcome.ok) return outcome.rejection.detail.length > 0;
      const { values, dimensions } = outcome.row;
      return (
        values.names.length > 0 &&
        values.numbers.length === values.names.length &&
        values.numbers.every(
          (value) => Number.isFinite(value) && Math.abs(value) <= valueMax && !Object.is(value, -0),
        ) &&
        dimensions.every(
          ([name, text], index) => index === 0 || (dimensions[index - 1]?.[0] ?? '') < name || text === '',
        )
      );
    }),
    { numRuns: 300 },
  );
});
