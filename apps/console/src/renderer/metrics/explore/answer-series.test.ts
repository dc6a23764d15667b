import { expect, test } from 'vitest';
import { chartedAnswer } from './answer-series.ts';

const names = {
  none: '(none)',
  before: (label: string) => `${label}, before`,
  other: (count: number) => `other (${count})`,
};
const metadata = {
  ...{ cache: 'miss' as const, cache_hit_rate: 0, query_ms: 1, computed_at: '2026-03-02T00:00:00.000Z' },
  ...{ points: 1, bytes: 1, time_zone: 'UTC' },
};

function answerOf(points: readonly (readonly [day: number, country: string | null, value: number | null])[]) {
  return {
    series: [
      {
        ...{
          name: 'spend',
          data_type: 'ads',
          aggregation: 'sum',
          dimensions: ['country'],
          exact: true,
          truncated: false,
        },
        points: points.map(([day, country, value]) => ({
          ...{ timestamp: `2026-03-0${day}T00:00:00.000Z`, group: { country }, value, count: 1, partial: false },
        })),
      },
    ],
    metadata,
  };
}

test('each group is a line, the largest first, with gaps where it has no rows', () => {
  const answer = answerOf([
    [1, 'DE', 1],
    [1, null, 5],
    [2, null, 7],
  ]);

  const { at, series, leftOut } = chartedAnswer(answer, undefined, names);

  expect(at).toHaveLength(2);
  expect(series.map(({ label, values }) => [label, values])).toEqual([
    ['spend · (none)', [5, 7]],
    ['spend · DE', [1, null]],
  ]);
  expect(leftOut).toBe(0);
});

test('the period before lies on this one, bucket by bucket', () => {
  const { series } = chartedAnswer(answerOf([[3, 'DE', 4]]), answerOf([[1, 'DE', 2]]), names);

  expect(series.map(({ label, color, values }) => [label, color, values])).toEqual([
    ['spend · DE', 0, [4]],
    ['spend · DE, before', 0, [2]],
  ]);
});

const many = Array.from({ length: 15 }, (_, n) => [1, `c${n}`, n] as const);

test('after the twelfth line, sums are added up to one that has no colour of its own', () => {
  const { series, leftOut } = chartedAnswer(answerOf(many), undefined, names);

  expect([series.length, leftOut, series[0]?.label]).toEqual([13, 0, 'spend · c14']);
  expect(series.at(-1)).toMatchObject({ label: 'spend · other (3)', color: null, values: [0 + 1 + 2] });
});

test('each metric has a line of its own, however small beside those of another', () => {
  const { series: found, metadata } = answerOf(many.map(([day, country, value]) => [day, country, value + 1000]));
  const small = answerOf([[1, null, 2]]).series.map((one) => ({ ...one, name: 'orders', dimensions: [] }));

  const { series } = chartedAnswer({ metadata, series: [...found, ...small] }, undefined, names);

  expect(series.map(({ label }) => label).slice(10)).toEqual(['spend · c4', 'orders', 'spend · other (4)']);
});

test('averages cannot be added: those after the twelfth are left out, and it is said how many', () => {
  const { series: found, metadata } = answerOf(many);
  const averages = { metadata, series: found.map((one) => ({ ...one, aggregation: 'avg' })) };

  const { series, leftOut } = chartedAnswer(averages, undefined, names);

  expect([series.length, leftOut]).toEqual([12, 3]);
});
