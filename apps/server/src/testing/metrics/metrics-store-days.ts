import { expect, test } from 'vitest';
import type { MetricsScan, StoredType } from '../../metrics/store/metrics-store.ts';
import { randomFields, randomRows, seeded } from './metrics-data.ts';
import { metricsOracle, nearlyAs } from './metrics-oracle.ts';
import type { MetricsStage } from './metrics-stage.ts';

const fromMs = Date.parse('2026-03-27T00:00:00Z');
const toMs = Date.parse('2026-03-31T00:00:00Z');
const middleMs = Date.parse('2026-03-29T00:00:00Z');

/** How every metrics store takes to another zone of days. */
export function keepsDays(stage: () => MetricsStage): void {
  test('days of another zone are right before, while and after their totals are made anew', async () => {
    const { store, commitOf, database, newType } = stage();
    const utc = await newType(randomFields, 'UTC');
    const oracle = metricsOracle();
    const chance = seeded(11);
    const upload = async (type: StoredType, batchKey: string): Promise<void> => {
      const write = { type, batchKey, rows: randomRows(chance, 400, { fromMs, toMs }), setsMax: 1000 };
      expect(await store.write(write, commitOf(write))).toEqual(oracle.write(write.rows));
    };
    const isRight = async (type: StoredType): Promise<void> => {
      for (const zone of ['UTC', 'Asia/Kolkata', 'Europe/Berlin']) {
        for (const scan of [dayScan(type, zone, []), dayScan(type, zone, ['country'])]) {
          const expected = oracle.scan(scan);
          const actual = await store.scan(scan, new AbortController().signal);
          expect(nearlyAs(expected, actual, scan)).toEqual(expected);
        }
      }
    };
    await upload(utc, '1');
    await isRight(utc);

    await database.asWorkspace(utc.workspaceId, async (db) => await store.forgetDays(db, utc));
    const begun: StoredType = { ...utc, dayZone: 'Asia/Kolkata', daysBeforeMs: fromMs - 86_400_000 };
    await isRight(begun);
    await upload(begun, '2');
    await isRight(begun);

    const half: StoredType = { ...begun, daysBeforeMs: middleMs };
    await database.asWorkspace(
      utc.workspaceId,
      async (db) => await store.rebuildDays(db, begun, { fromMs: fromMs - 86_400_000, toMs: middleMs }),
    );
    await isRight(half);
    await upload(half, '3');
    await isRight(half);

    const whole: StoredType = { ...half, daysBeforeMs: null };
    await database.asWorkspace(
      utc.workspaceId,
      async (db) => await store.rebuildDays(db, half, { fromMs: middleMs, toMs: toMs + 86_400_000 }),
    );
    await isRight(whole);
    await upload(whole, '4');
    await isRight(whole);
  });
}

function dayScan(type: StoredType, zone: string, dimensions: readonly string[]): MetricsScan {
  return {
    type,
    fromMs: fromMs - 86_400_000,
    toMs: toMs + 86_400_000,
    granularity: 86_400,
    zone,
    dimensions,
    filters: [],
    measures: [
      { kind: 'sum', field: 'spend' },
      { kind: 'avg', field: 'clicks' },
      { kind: 'quantile', field: 'clicks', q: 0.95 },
      { kind: 'unique', dimension: 'campaign' },
    ],
    rowsMax: 1000,
  };
}
