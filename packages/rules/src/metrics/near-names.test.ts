import { expect, test } from 'vitest';
import { nearest } from './near-names.ts';

const known = new Set(['impressions', 'clicks', 'spend', 'conversions', 'revenue', 'video_views', 'Reach']);

test.each([
  ['click', ['clicks']],
  ['impresions', ['impressions']],
  ['Spend', ['spend']],
  ['reach', ['Reach']],
  ['views', ['video_views']],
])('near "%s" is what was meant', (name, near) => {
  expect(nearest(name, known)[0]).toBe(near[0]);
});

test('nothing is near a name that is like none', () => {
  expect(nearest('zzzzzzzzzzzzzzzz', known)).toEqual([]);
  expect(nearest('anything', new Set())).toEqual([]);
  expect(nearest('', new Set(['impressions']))).toEqual([]);
});

test('there are at most five, the most alike first and then by name', () => {
  const many = new Set(Array.from({ length: 30 }, (_, index) => `metric_${String(index).padStart(2, '0')}`));

  expect(nearest('metric_07', many)).toEqual(['metric_07', 'metric_00', 'metric_01', 'metric_02', 'metric_03']);
});

test('a very long name takes no longer than a short one', () => {
  expect(nearest('clicks'.repeat(1_000_000), known)).toHaveLength(1);
});
