import { expect, test } from 'vitest';
import type { MetricsScan, StoredRow, StoredType } from '../../metrics/store/metrics-store.ts';
import { valuesOf } from './metrics-data.ts';
import type { MetricsStage } from './metrics-stage.ts';

const startMs = Date.parse('2026-05-04T00:00:00Z');
const dayMs = 86_400_000;

type Measure = MetricsScan['measures'][number];

/** Rows on four days: without `spend`, with both fields and a dimension, with `clicks` of 0, and without any value. */
const rows: readonly StoredRow[] = [
  { atMs: startMs, dimensions: [['k', 'a']], values: valuesOf([['clicks', 1]]) },
  {
    atMs: startMs + dayMs,
    dimensions: [['k', 'b']],
    values: valuesOf([
      ['spend', 4],
      ['clicks', 2],
    ]),
  },
  {
    atMs: startMs + 2 * dayMs,
    dimensions: [],
    values: valuesOf([
      ['spend', 0],
      ['clicks', 0],
    ]),
  },
  { atMs: startMs + 3 * dayMs, dimensions: [['other', 'x']], values: valuesOf([]) },
];

/** A measure and the days on which it has rows. */
const measures: readonly (readonly [measure: Measure, days: readonly number[]])[] = [
  ...(['sum', 'avg', 'min', 'max', 'count'] as const).map((kind) => [{ kind, field: 'spend' }, [1, 2]] as const),
  [{ kind: 'quantile', field: 'spend', q: 0.95 }, [1, 2]],
  [{ kind: 'ratio', numerator: 'spend', denominator: 'clicks', factor: 1 }, [0, 1, 2]],
  [{ kind: 'ratio', numerator: 'clicks', denominator: 'spend', factor: 1 }, [1, 2]],
  [{ kind: 'unique', dimension: 'k' }, [0, 1]],
  [{ kind: 'unique', dimension: 'other' }, [3]],
  [{ kind: 'unique', dimension: 'nowhere' }, []],
  [{ kind: 'sum', field: 'never' }, []],
  [{ kind: 'quantile', field: 'never', q: 0.5 }, []],
];

/** Describes what a store leaves out of a scan: a bucket and group that no measure has a row in. */
export function leavesOutWhatIsAbsent(stage: () => MetricsStage): void {
  // Buckets of days, hours and minutes may come from totals, those of 90 seconds never do.
  test.each([86_400, 3600, 60, 90])(
    'a scan has no row in which every count is 0, and its limit does not count it: buckets of %i s',
    async (granularity) => {
      const type = await stage().newType(['spend', 'clicks', 'never']);
      const write = { type, batchKey: 'only', rows, setsMax: 10 };
      await stage().store.write(write, stage().commitOf(write));

      for (const dimensions of [[], ['k'], ['nowhere']]) {
        for (const [measure, days] of measures) {
          const scan = { ...scanOf(type, [measure]), granularity, dimensions };
          const found = await daysOf(stage(), { ...scan, rowsMax: Math.max(1, days.length) });
          expect({ measure, dimensions, found }).toEqual({ measure, dimensions, found: days });
        }
      }
    },
  );

  test('a row of several measures is there when one of them has it, with 0 and null for the others', async () => {
    const type = await stage().newType(['spend', 'clicks', 'never']);
    const write = { type, batchKey: 'only', rows, setsMax: 10 };
    await stage().store.write(write, stage().commitOf(write));

    for (const granularity of [86_400, 90]) {
      for (const pair of pairs()) {
        const scan = {
          ...scanOf(
            type,
            pair.map(([measure]) => measure),
          ),
          granularity,
        };
        const found = await stage().store.scan(scan, new AbortController().signal);
        const expected = [0, 1, 2, 3].filter((day) => pair.some(([, days]) => days.includes(day)));

        expect({ pair, days: found.map(dayOf) }).toEqual({ pair, days: expected });
        const told = found.map(({ values, counts }) => pair.map((_, index) => [counts[index] !== 0, values[index]]));
        const known = found.map((row) =>
          pair.map(([, days], index) => (days.includes(dayOf(row)) ? [true, row.values[index]] : [false, null])),
        );
        expect({ pair, told }).toEqual({ pair, told: known });
      }
    }
  });
}

/** Every two measures, in both orders. */
function pairs() {
  return measures.flatMap((one) => measures.filter((other) => other !== one).map((other) => [one, other] as const));
}

function scanOf(type: StoredType, asked: readonly Measure[]): MetricsScan {
  return {
    ...{ type, fromMs: startMs, toMs: startMs + 4 * dayMs, granularity: 86_400, zone: 'UTC' },
    ...{ dimensions: [], filters: [], measures: asked, rowsMax: 100 },
  };
}

async function daysOf({ store }: MetricsStage, scan: MetricsScan): Promise<readonly number[]> {
  return (await store.scan(scan, new AbortController().signal)).map(dayOf);
}

function dayOf({ bucketMs }: { readonly bucketMs: number }): number {
  return Math.floor((bucketMs - startMs) / dayMs);
}
