import { expect, test } from 'vitest';
import type { MetricsScan, MetricsWrite, ScanRow, StoredRow, StoredType } from '../../metrics/store/metrics-store.ts';
import { valuesOf } from './metrics-data.ts';
import type { MetricsStage } from './metrics-stage.ts';

const startMs = Date.parse('2026-05-04T10:00:00Z');
const minuteMs = 60_000;

/** How every metrics store takes batches. */
export function keepsBatches(stage: () => MetricsStage): void {
  lastOneWins(stage);
  storesOnce(stage);
  storesManyTotals(stage);
  boundsSets(stage);
  forgetsTypes(stage);
}

function row(atMs: number, spend: number, dimensions: StoredRow['dimensions'] = []): StoredRow {
  return { atMs, dimensions, values: valuesOf([['spend', spend]]) };
}

function batch(type: StoredType, batchKey: string, rows: readonly StoredRow[]): MetricsWrite {
  return { type, batchKey, rows, setsMax: 1000 };
}

async function write(stage: MetricsStage, wanted: MetricsWrite) {
  return await stage.store.write(wanted, stage.commitOf(wanted));
}

const kinds = ['sum', 'min', 'max', 'count'] as const;

/** Sum, least, greatest and number of `spend` at a granularity: from whatever totals a store keeps. */
async function told(
  { store }: MetricsStage,
  type: StoredType,
  asked: Partial<MetricsScan> = {},
): Promise<readonly ScanRow[]> {
  const scan: MetricsScan = {
    type,
    fromMs: Date.parse('2026-05-01T00:00:00Z'),
    toMs: Date.parse('2026-05-08T00:00:00Z'),
    granularity: 86_400,
    zone: 'UTC',
    dimensions: [],
    filters: [],
    measures: kinds.map((kind) => ({ kind, field: 'spend' })),
    rowsMax: 1000,
    ...asked,
  };
  return await store.scan(scan, new AbortController().signal);
}

function lastOneWins(stage: () => MetricsStage): void {
  test.each([90, 60, 3600, 86_400])(
    'a row that comes again takes the place of the first in every total of %i seconds',
    async (granularity) => {
      const type = await stage().newType(['spend', 'clicks']);
      const k = [['k', 'a']] as const;
      await write(stage(), batch(type, '1', [row(startMs, 100, k), row(startMs + 1, 2, k), row(startMs + 2, 1)]));
      const again = [row(startMs, 3, k), row(startMs + 1, 2, k), row(startMs + 2, 5), row(startMs + 3, 7)];

      const receipt = await write(stage(), batch(type, '2', again));

      expect(receipt).toEqual({ accepted: 1, replaced: 2, duplicates: 1, refused: [] });
      const bucketMs = granularity === 86_400 ? Date.parse('2026-05-04T00:00:00Z') : startMs;
      expect(await told(stage(), type, { granularity })).toEqual([
        { bucketMs, group: [], values: [17, 2, 7, 4], counts: [4, 4, 4, 4] },
      ]);
      expect(await told(stage(), type, { granularity, dimensions: ['k'] })).toEqual([
        { bucketMs, group: ['a'], values: [5, 2, 3, 2], counts: [2, 2, 2, 2] },
        { bucketMs, group: [null], values: [12, 5, 7, 2], counts: [2, 2, 2, 2] },
      ]);
    },
  );

  test('a row that comes again without a field no longer has it, and one with the field anew does', async () => {
    const type = await stage().newType(['spend', 'clicks']);
    const both: [string, number][] = [
      ['spend', 4],
      ['clicks', 9],
    ];
    await write(stage(), batch(type, '1', [{ atMs: startMs, dimensions: [], values: valuesOf(both) }]));

    await write(stage(), batch(type, '2', [{ atMs: startMs, dimensions: [], values: valuesOf([['clicks', 9]]) }]));

    expect(await told(stage(), type)).toEqual([]);
    expect(
      await write(stage(), batch(type, '3', [{ atMs: startMs, dimensions: [], values: valuesOf(both.toReversed()) }])),
    ).toEqual({
      accepted: 0,
      replaced: 1,
      duplicates: 0,
      refused: [],
    });
    expect((await told(stage(), type)).map(({ values }) => values)).toEqual([[4, 4, 4, 1]]);
  });

  test('a field that appears later joins the rows that were there before', async () => {
    const early = await stage().newType(['spend']);
    await write(stage(), batch(early, '1', [row(startMs, 1)]));
    const late: StoredType = { ...early, slots: new Map([...early.slots, ['clicks', 2]]) };
    const clicks = { measures: [{ kind: 'sum', field: 'clicks' }] } as const;
    expect(await told(stage(), late, clicks)).toEqual([]);

    const values = valuesOf([
      ['clicks', 5],
      ['spend', 2],
    ]);
    await write(stage(), batch(late, '2', [{ atMs: startMs + minuteMs, dimensions: [], values }]));

    expect((await told(stage(), late)).map((each) => each.values)).toEqual([[3, 1, 2, 2]]);
    expect((await told(stage(), late, clicks)).map((each) => [each.values, each.counts])).toEqual([[[5], [1]]]);
    expect((await told(stage(), early)).map((each) => each.values)).toEqual([[3, 1, 2, 2]]);
  });
}

function storesOnce(stage: () => MetricsStage): void {
  test('the same batch again answers the first receipt and changes nothing', async () => {
    const type = await stage().newType(['spend']);
    const first = batch(type, 'once', [row(startMs, 1), row(startMs + 1, 2)]);
    const receipt = await write(stage(), first);
    await write(stage(), batch(type, 'later', [row(startMs, 50)]));

    expect(await write(stage(), first)).toEqual(receipt);

    expect((await told(stage(), type)).map(({ values }) => values)).toEqual([[52, 2, 50, 2]]);
  });

  test.each(['before', 'after'] as const)(
    'a batch whose process ended %s our database knew it is stored once when it comes again',
    async (moment) => {
      const { store, commitOf, database, newType } = stage();
      const type = await newType(['spend']);
      const first = batch(type, 'broken', [row(startMs, 1), row(startMs + 1, 2)]);
      const broken = store.write(first, async (work) => {
        await database.asWorkspace(type.workspaceId, async (db) => {
          if (moment === 'after') await work(db, type);
          throw new Error('the power went');
        });
        return { accepted: 0, replaced: 0, duplicates: 0, refused: [] };
      });
      await expect(broken).rejects.toThrow('the power went');

      const receipt = await store.write(first, commitOf(first));

      expect(receipt).toEqual({ accepted: 2, replaced: 0, duplicates: 0, refused: [] });
      expect((await told(stage(), type)).map(({ values }) => values)).toEqual([[3, 1, 2, 2]]);
    },
  );

  test('batches that come at the same time are all stored, and their sums with them', async () => {
    const type = await stage().newType(['spend']);
    const batches = Array.from({ length: 8 }, (_, index) =>
      batch(
        type,
        String(index),
        Array.from({ length: 50 }, (__, each) => row(startMs + index * 1000 + each, 1, [['k', String(each % 7)]])),
      ),
    );

    const receipts = await Promise.all([...batches, ...batches].map(async (each) => await write(stage(), each)));

    expect(receipts.map(({ accepted, duplicates }) => accepted + duplicates)).toEqual(receipts.map(() => 50));
    for (const granularity of [60, 3600, 86_400]) {
      expect((await told(stage(), type, { granularity })).map(({ values }) => values)).toEqual([[400, 1, 1, 400]]);
    }
  });
}

function storesManyTotals(stage: () => MetricsStage): void {
  test('rows that share no total with one another are added to every total', async () => {
    const fields = ['spend', ...Array.from({ length: 60 }, (_, index) => `field ${index}`)];
    const type = await stage().newType(fields);
    const rows = Array.from({ length: 3000 }, (_, index): StoredRow => ({
      atMs: startMs,
      dimensions: [['k', String(index)]],
      values: valuesOf([
        ['spend', 1],
        ['field 59', index],
      ]),
    }));

    await write(stage(), { ...batch(type, 'wide', rows), setsMax: rows.length });

    for (const granularity of [60, 3600, 86_400])
      expect((await told(stage(), type, { granularity })).map(({ values }) => values)).toEqual([[3000, 1, 1, 3000]]);
  });

  test('ten thousand rows of many fields are stored in one batch', async () => {
    const fields = ['spend', ...Array.from({ length: 60 }, (_, index) => `field ${index}`)];
    const type = await stage().newType(fields);
    const rows = Array.from({ length: 10_000 }, (_, index): StoredRow => ({
      atMs: startMs + index * 1000,
      dimensions: [['k', String(index % 600)]],
      values: valuesOf([
        ['spend', 1],
        [`field ${index % 60}`, index],
      ]),
    }));

    const receipt = await write(stage(), batch(type, 'large', rows));

    expect(receipt.accepted).toBe(10_000);
    expect((await told(stage(), type)).map(({ values }) => values)).toEqual([[10_000, 1, 1, 10_000]]);
  });
}

function boundsSets(stage: () => MetricsStage): void {
  test('rows that would need one dimension set too many are refused, and the others stored', async () => {
    const type = await stage().newType(['spend']);
    const set = (name: string) => [['k', name]] as const;
    await write(stage(), { ...batch(type, '1', [row(startMs, 1, set('a'))]), setsMax: 3 });
    const rows = [
      row(startMs + 1, 1, set('b')),
      row(startMs + 2, 1, set('a')),
      row(startMs + 3, 1, set('c')),
      row(startMs + 4, 1, set('d')),
      row(startMs + 5, 1, set('b')),
      row(startMs + 6, 1, set('d')),
      row(startMs + 7, 1, set('e')),
      row(startMs + 8, 1),
    ];

    const receipt = await write(stage(), { ...batch(type, '2', rows), setsMax: 3 });

    const found = await told(stage(), type, { dimensions: ['k'], measures: [{ kind: 'count', field: 'spend' }] });
    const kept = new Set(found.map(({ group }) => group[0]));
    expect(kept.size).toBe(3);
    expect(kept).toContain('a');
    const refused = rows.flatMap(({ dimensions }, position) =>
      kept.has(dimensions[0]?.[1] ?? null) ? [] : [position],
    );
    expect(receipt).toEqual({ accepted: rows.length - refused.length, replaced: 0, duplicates: 0, refused });
    expect(await write(stage(), { ...batch(type, '2', rows), setsMax: 3 })).toEqual(receipt);
  });
}

function forgetsTypes(stage: () => MetricsStage): void {
  test('a type that is forgotten has no rows left, whatever they are read from, and no other type loses any', async () => {
    const [gone, kept] = [await stage().newType(['spend']), await stage().newType(['spend'])];
    for (const type of [gone, kept]) await write(stage(), batch(type, '1', [row(startMs, 1, [['k', 'a']])]));

    await stage().store.forget(gone);

    for (const granularity of [90, 60, 3600, 86_400]) {
      expect(await told(stage(), gone, { granularity })).toEqual([]);
      expect(await told(stage(), kept, { granularity })).toHaveLength(1);
    }
    expect(await stage().store.dimensions(gone)).toEqual([]);
    await stage().store.forget(gone);
  });
}
