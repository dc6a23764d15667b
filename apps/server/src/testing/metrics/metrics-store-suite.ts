import { expect, test } from 'vitest';
import type { MetricsReceipt, MetricsScan, StoredRow, StoredType } from '../../metrics/store/metrics-store.ts';
import { oneOf, randomFields, randomRows, randomScan, seeded, valuesOf, type TestRange } from './metrics-data.ts';
import { metricsOracle, nearlyAs } from './metrics-oracle.ts';
import type { MetricsStage } from './metrics-stage.ts';
import { leavesOutWhatIsAbsent } from './metrics-store-absent.ts';
import { keepsBatches } from './metrics-store-batches.ts';
import { keepsDays } from './metrics-store-days.ts';

/** What every metrics store does. Call it inside `describe`. */
export function behavesAsMetricsStore(stage: () => MetricsStage): void {
  answersAsTheRowsDo(stage);
  answersInOrder(stage);
  keepsApart(stage);
  keepsBatches(stage);
  keepsDays(stage);
  leavesOutWhatIsAbsent(stage);
}

const never = new AbortController().signal;
const zones = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns', 'America/New_York'];

function days(first: string, last: string): TestRange {
  return { fromMs: Date.parse(`${first}T00:00:00Z`), toMs: Date.parse(`${last}T00:00:00Z`) };
}

function answersAsTheRowsDo(stage: () => MetricsStage): void {
  test.each([
    ['days without a change of clocks', 'UTC', days('2026-02-01', '2026-02-09')],
    ['a day of 23 hours', 'Europe/Berlin', days('2026-03-26', '2026-03-31')],
    ['a day of 25 hours', 'America/New_York', days('2026-10-30', '2026-11-04')],
    ['days that begin at half an hour', 'Asia/Kolkata', days('2026-03-26', '2026-03-31')],
    ['a day of 24 and a half hours', 'Australia/Lord_Howe', days('2026-04-02', '2026-04-08')],
    ['a few minutes', 'UTC', { fromMs: 1_774_740_600_123, toMs: 1_774_742_400_000 }],
  ] as const)('every measure of every scan is that of the rows themselves: %s', async (name, dayZone, range) => {
    const { store, commitOf, newType } = stage();
    const chance = seeded(name.length * 7919);
    const type = await newType(randomFields, dayZone);
    const oracle = metricsOracle();
    const all = randomRows(chance, 1000, range);

    for (const [index, rows] of batchesOf(all, chance).entries()) {
      const write = { type, batchKey: String(index), rows, setsMax: 10_000 };
      expect(await store.write(write, commitOf(write))).toEqual(oracle.write(rows));
    }

    for (let each = 0; each < 40; each += 1) {
      const scan = randomScan(chance, type, { range, zones: [dayZone, ...zones] });
      const expected = oracle.scan(scan);
      const actual = await store.scan(scan, never);
      expect({ scan, rows: nearlyAs(expected, actual, scan) }).toEqual({ scan, rows: expected });
    }
  });
}

/** Batches of all rows, in which rows of earlier ones come again: the same, or with other values and other fields. */
function batchesOf(all: readonly StoredRow[], chance: () => number): readonly (readonly StoredRow[])[] {
  const third = Math.ceil(all.length / 3);
  return [0, 1, 2].map((index) => {
    const again = all.slice(0, index * third).filter(() => chance() < 0.3);
    const changed = again.map((row) => {
      if (chance() < 0.4) return row;
      const values = valuesOf([[oneOf(chance, ['spend', 'clicks', 'change']), chance() * 1000]]);
      return {
        ...row,
        values:
          chance() < 0.5 ? values : { names: row.values.names, numbers: row.values.numbers.map(() => chance() * 10) },
      };
    });
    return [...all.slice(index * third, (index + 1) * third), ...changed];
  });
}

const startMs = Date.parse('2026-05-04T10:00:00Z');
const hourMs = 3_600_000;

/** One row with a value of `spend`. */
function row(atMs: number, spend: number, dimensions: StoredRow['dimensions'] = []): StoredRow {
  return { atMs, dimensions, values: valuesOf([['spend', spend]]) };
}

function sumOf(type: StoredType, asked: Partial<MetricsScan> = {}): MetricsScan {
  return {
    type,
    fromMs: startMs - 240 * hourMs,
    toMs: startMs + 240 * hourMs,
    granularity: 3600,
    zone: 'UTC',
    dimensions: [],
    filters: [],
    measures: [{ kind: 'sum', field: 'spend' }],
    rowsMax: 1000,
    ...asked,
  };
}

async function stored(stage: MetricsStage, type: StoredType, rows: readonly StoredRow[]): Promise<MetricsReceipt> {
  const write = { type, batchKey: 'only', rows, setsMax: 1000 };
  return await stage.store.write(write, stage.commitOf(write));
}

function answersInOrder(stage: () => MetricsStage): void {
  test('rows come by bucket, then by group in the order of code points with the absent last, and end at the limit', async () => {
    const type = await stage().newType(['spend']);
    const values = ['b', 'B', 'ä', '', '\u{1d4b3}', '\ue000'];
    const rows = values.flatMap((value) => [row(startMs + hourMs, 1, [['k', value]]), row(startMs, 1, [['k', value]])]);
    await stored(stage(), type, [...rows, row(startMs, 1)]);

    const all = await stage().store.scan(sumOf(type, { dimensions: ['k'] }), never);
    const some = await stage().store.scan(sumOf(type, { dimensions: ['k'], rowsMax: 8 }), never);

    const ordered = ['', 'B', 'b', 'ä', '\ue000', '\u{1d4b3}'];
    expect(all.map(({ bucketMs, group }) => [bucketMs, group[0]])).toEqual([
      ...[...ordered, null].map((value) => [startMs, value]),
      ...ordered.map((value) => [startMs + hourMs, value]),
    ]);
    expect(some).toEqual(all.slice(0, 8));
  });

  test('a type without rows, an empty range and a field that no row has answer nothing', async () => {
    const type = await stage().newType(['spend', 'never']);

    expect(await stage().store.scan(sumOf(type), never)).toEqual([]);
    expect(await stage().store.dimensions(type)).toEqual([]);
    await stored(stage(), type, [row(startMs, 1)]);
    expect(await stage().store.scan(sumOf(type, { fromMs: startMs, toMs: startMs }), never)).toEqual([]);
    expect(await stage().store.scan(sumOf(type, { measures: [{ kind: 'avg', field: 'never' }] }), never)).toEqual([]);
  });

  test('a scan tells about how many rows it would read one by one', async () => {
    const type = await stage().newType(['spend']);
    await stored(stage(), type, [row(startMs, 1), row(startMs + 1, 2)]);

    const rows = await stage().store.rowsToRead(sumOf(type, { granularity: 90 }), never);

    expect(rows).toBeGreaterThanOrEqual(0);
    expect(rows).toBeLessThanOrEqual(2);
  });
}

function keepsApart(stage: () => MetricsStage): void {
  test('workspaces and types are apart, and one workspace with the number of another’s type finds nothing', async () => {
    const [ours, theirs] = [await stage().newType(['spend']), await stage().newType(['spend'])];
    await stored(stage(), ours, [row(startMs, 1, [['k', 'ours']])]);
    await stored(stage(), theirs, [row(startMs, 10, [['k', 'theirs']])]);

    const found = await stage().store.scan(sumOf(ours, { dimensions: ['k'] }), never);
    const crossed = { ...ours, workspaceId: theirs.workspaceId };

    expect(found).toEqual([{ bucketMs: startMs, group: ['ours'], values: [1], counts: [1] }]);
    expect(await stage().store.scan(sumOf(crossed), never)).toEqual([]);
    expect(await stage().store.dimensions(crossed)).toEqual([]);
    expect(await stage().store.dimensions(theirs)).toEqual([{ name: 'k', distinctValues: 1, examples: ['theirs'] }]);
  });

  test('dimensions are told with the number of their values and the first twenty', async () => {
    const type = await stage().newType(['spend']);
    const values = Array.from({ length: 30 }, (_, index) => `v${String(index).padStart(2, '0')}`);
    const rows = values.map((value, index) =>
      row(
        startMs,
        1,
        index === 3
          ? [
              ['k', value],
              ['other', 'ö'],
            ]
          : [['k', value]],
      ),
    );
    await stored(stage(), type, [...rows, row(startMs + 1, 1, [['k', 'v05']])]);

    const found = await stage().store.dimensions(type);

    expect(found.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'k', distinctValues: 30, examples: values.slice(0, 20) },
      { name: 'other', distinctValues: 1, examples: ['ö'] },
    ]);
  });

  test('a scan that is aborted ends with the reason, before it begins and under way, and harms no other', async () => {
    const type = await stage().newType(['spend']);
    await stored(
      stage(),
      type,
      Array.from({ length: 2000 }, (_, index) => row(startMs + index, 1)),
    );
    const [before, during] = [new AbortController(), new AbortController()];
    before.abort(new Error('gone before'));

    const early = stage().store.scan(sumOf(type), before.signal);
    const late = stage().store.scan(sumOf(type, { granularity: 60 }), during.signal);
    during.abort(new Error('gone during'));
    const other = stage().store.scan(sumOf(type), never);

    await expect(early).rejects.toThrow('gone before');
    await expect(late).rejects.toThrow('gone during');
    expect(await other).toEqual([{ bucketMs: startMs, group: [], values: [2000], counts: [2000] }]);
  });
}
