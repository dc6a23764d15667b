import { expect, test } from 'vitest';
import { bucketOf } from '@marquee/rules/metrics/log-histogram';
import type { StoredType } from '../metrics-store.ts';
import { sumBatch, type PlacedRow } from './batch-sums.ts';

const type: StoredType = {
  ...{ workspaceId: 'w', typeId: 1, dayZone: 'UTC', daysBeforeMs: null },
  slots: new Map([
    ['spend', 1],
    ['clicks', 2],
  ]),
};

const row = (atMs: number, setId: number, values: readonly (number | undefined)[]): PlacedRow => ({
  ...{ atMs, setId, values },
  dayMs: Math.floor(atMs / 86_400_000) * 86_400_000,
});

test('rows are added up by minute, by hour and set, by day and set, and into the buckets of their day', () => {
  const sums = sumBatch([row(0, 1, [2, 5]), row(59_999, 2, [-1]), row(60_000, 1, [undefined, 7])], type);

  expect(sums?.minute).toEqual([
    total({ unit: 0, setId: 0, rows: 2, counts: [2, 1], sums: [1, 5], mins: [-1, 5], maxs: [2, 5] }),
    total({ unit: 1, setId: 0, rows: 1, counts: [0, 1], sums: [0, 7], mins: [undefined, 7], maxs: [undefined, 7] }),
  ]);
  expect(sums?.hour).toEqual([
    total({ unit: 0, setId: 1, rows: 2, counts: [1, 2], sums: [2, 12], mins: [2, 5], maxs: [2, 7] }),
    total({ unit: 0, setId: 2, rows: 1, counts: [1, 0], sums: [-1, 0], mins: [-1, undefined], maxs: [-1, undefined] }),
  ]);
  expect(sums?.day).toEqual(sums?.hour);
  expect(sums?.buckets).toEqual([
    { dayMs: 0, slot: 1, bucket: bucketOf(2), count: 1 },
    { dayMs: 0, slot: 2, bucket: bucketOf(5), count: 1 },
    { dayMs: 0, slot: 1, bucket: bucketOf(-1), count: 1 },
    { dayMs: 0, slot: 2, bucket: bucketOf(7), count: 1 },
  ]);
});

test('days whose totals are not made yet are left out', () => {
  const sums = sumBatch([row(0, 1, [1]), row(86_400_000, 1, [1])], { ...type, daysBeforeMs: 86_400_000 });

  expect(sums?.day.map(({ unit }) => unit)).toEqual([0]);
  expect(sums?.hour.map(({ unit }) => unit)).toEqual([0, 24]);
  expect(sums?.buckets.map(({ dayMs }) => dayMs)).toEqual([0]);
});

test('rows that are each of a total of their own are not added up', () => {
  const rows = Array.from({ length: 60_000 }, (_, index) => row(0, index, [1]));

  expect(sumBatch(rows, type)).toBeNull();
});

function total(given: {
  unit: number;
  setId: number;
  rows: number;
  counts: number[];
  sums: number[];
  mins: unknown[];
  maxs: unknown[];
}) {
  return { ...given, counts: Float64Array.from(given.counts), sums: Float64Array.from(given.sums) };
}
