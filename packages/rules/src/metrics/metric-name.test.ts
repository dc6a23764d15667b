import { expect, test } from 'vitest';
import { derivedMetrics, derivedOf } from './derived-metrics.ts';
import { measureOf, type AskedMetric } from './metric-name.ts';

const fields = {
  metrics: new Set(['spend', 'clicks', 'impressions', 'total_revenue', 'avg_position']),
  dimensions: new Set(['country', 'device']),
};

function asked(name: string, rest: Partial<AskedMetric> = {}) {
  return measureOf({ name, aggregation: null, numerator: null, denominator: null, ...rest }, fields);
}

test.each([
  ['spend', { kind: 'sum', field: 'spend' }],
  ['total_spend', { kind: 'sum', field: 'spend' }],
  ['sum_spend', { kind: 'sum', field: 'spend' }],
  ['avg_spend', { kind: 'avg', field: 'spend' }],
  ['min_spend', { kind: 'min', field: 'spend' }],
  ['max_clicks', { kind: 'max', field: 'clicks' }],
  ['count_clicks', { kind: 'count', field: 'clicks' }],
  // A field whose own name begins like a prefix is that field.
  ['total_revenue', { kind: 'sum', field: 'total_revenue' }],
  ['avg_position', { kind: 'sum', field: 'avg_position' }],
  ['avg_avg_position', { kind: 'avg', field: 'avg_position' }],
  ['ctr', { kind: 'ratio', numerator: 'clicks', denominator: 'impressions', factor: 1 }],
  ['avg_ctr', { kind: 'ratio', numerator: 'clicks', denominator: 'impressions', factor: 1 }],
  ['cpm', { kind: 'ratio', numerator: 'spend', denominator: 'impressions', factor: 1000 }],
])('%s is understood', (name, measure) => {
  expect(asked(name)).toMatchObject({ ok: true, measure });
});

test('an aggregation that is given decides over the prefix, but a derived metric stays a ratio', () => {
  expect(asked('total_spend', { aggregation: 'max' })).toMatchObject({ measure: { kind: 'max', field: 'spend' } });
  expect(asked('spend', { aggregation: 'p95' })).toMatchObject({
    measure: { kind: 'quantile', field: 'spend', q: 0.95 },
  });
  expect(asked('ctr', { aggregation: 'avg' })).toMatchObject({ measure: { kind: 'ratio' } });
});

test('unique counts a dimension, and says what is near one that is not', () => {
  expect(asked('country', { aggregation: 'unique' })).toMatchObject({
    measure: { kind: 'unique', dimension: 'country' },
  });
  expect(asked('contry', { aggregation: 'unique' })).toMatchObject({
    ok: false,
    reason: 'unknown',
    detail: expect.stringContaining('country'),
  });
});

test('a rate needs two fields that exist', () => {
  const rate = { aggregation: 'rate', numerator: 'clicks', denominator: 'impressions' } as const;

  expect(asked('anything', rate)).toMatchObject({ measure: { kind: 'ratio', numerator: 'clicks', factor: 1 } });
  expect(asked('anything', { ...rate, denominator: null })).toMatchObject({ ok: false, reason: 'incomplete' });
  expect(asked('anything', { ...rate, numerator: 'clics' })).toMatchObject({
    ok: false,
    reason: 'unknown',
    detail: 'There is no metric clics; near it are clicks.',
  });
});

test('a derived metric whose fields are missing says which', () => {
  expect(asked('roas')).toMatchObject({ ok: false, detail: 'roas is revenue over spend; the data has no revenue.' });
  expect(asked('conversion_rate')).toMatchObject({ ok: false, detail: expect.stringContaining('no conversions') });
});

test.each(['constructor', '__proto__', 'avg_toString', 'total_', 'nothing at all', ''])('"%s" is unknown', (name) => {
  expect(asked(name)).toMatchObject({ ok: false, reason: 'unknown' });
});

test('a field of a derived metric’s name comes first', () => {
  const own = { ...fields, metrics: new Set([...fields.metrics, 'ctr']) };

  expect(measureOf({ name: 'ctr', aggregation: null, numerator: null, denominator: null }, own)).toMatchObject({
    measure: { kind: 'sum', field: 'ctr' },
  });
  expect(derivedOf(own.metrics).map(([name]) => name)).toEqual(['cpc', 'cpm']);
});

test('each derived metric is there as soon as both of its fields are', () => {
  for (const [name, { numerator, denominator }] of Object.entries(derivedMetrics)) {
    expect(derivedOf(new Set([numerator])).map(([each]) => each)).not.toContain(name);
    expect(derivedOf(new Set([numerator, denominator])).map(([each]) => each)).toContain(name);
  }
});
