import { expect, test } from 'vitest';
import { inputOf, questionOf, rangeOf } from './question.ts';
import { viewAddress, viewQuery } from './view-address.ts';

const here = { timeZone: 'Europe/Berlin', today: '2026-03-15' };
const now = new Date('2026-03-15T12:00:31Z');

function opened(query: Parameters<typeof viewAddress>[0]['query']) {
  const question = questionOf(viewAddress({ query }), here);
  return { question, input: inputOf(question, rangeOf(question, now)) };
}

const common = { filters: {}, limit: 5000, time_zone: 'Europe/Berlin' };
const fixed = { start: '2026-02-28T23:00:00.000Z', end: '2026-03-14T23:00:00.000Z' };

test('a view of several data types opens with each metric of its own type, grouping and aggregation', () => {
  const metrics = [
    { name: 'spend', data_type: 'ads', dimensions: ['country'] },
    { name: 'clicks', data_type: 'ads', dimensions: ['country'] },
    { name: 'orders', data_type: 'shop', dimensions: [] },
    { name: 'reach', data_type: 'ads', dimensions: ['country'], aggregation_type: 'unique' as const },
  ];

  const { question, input } = opened({ ...common, metrics, granularity: 86_400, time_range: fixed });

  expect(input.metrics).toEqual(metrics);
  expect(viewQuery(question, input).metrics).toEqual(metrics);
});

test.each([
  { last: 14 * 86_400, granularity: 86_400, start: '2026-03-01T23:00:00.000Z', end: '2026-03-15T23:00:00.000Z' },
  { last: 5400, granularity: 300, start: '2026-03-15T10:31:00.000Z', end: '2026-03-15T12:01:00.000Z' },
  { last: 129_600, granularity: 86_400, start: '2026-03-14T00:01:00.000Z', end: '2026-03-15T12:01:00.000Z' },
])('a view of the last $last seconds is asked as it was kept, and kept again the same', (view) => {
  const { last, granularity, start, end } = view;
  const metrics = [{ name: 'spend', data_type: 'ads', dimensions: [] }];

  const { question, input } = opened({ ...common, metrics, granularity, time_range: { last } });

  expect(input).toMatchObject({ granularity, time_range: { start, end } });
  expect(viewQuery(question, input)).toMatchObject({ granularity, time_range: { last } });
});

test('an address that says no range or bucket there is gets the usual ones', () => {
  const question = questionOf({ range: '0d', every: '7', more: '[{"name":1},"x"]' }, here);

  expect(question).toMatchObject({ range: '28d', granularity: '86400', more: [] });
});
