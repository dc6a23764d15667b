import { execFile } from 'node:child_process';
import { mkdtemp, mkdtempDisposable, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../testing/database.ts';
import { metricsStage, type MetricsStage } from '../../../testing/metrics/metrics-stage.ts';
import { behavesAsMetricsStore } from '../../../testing/metrics/metrics-store-suite.ts';
import { duckdbMetrics } from './duckdb-metrics.ts';
import { readRows, readRowsUntil } from './duckdb-session.ts';
import type { MetricsScan, MetricsWrite, StoredType } from '../metrics-store.ts';

describe('metrics in a DuckDB file', () => {
  const stack = new AsyncDisposableStack();
  let stage: MetricsStage;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'marquee-duckdb-'));
    stack.defer(async () => await rm(folder, { recursive: true }));
    const database = stack.use(await openTestDatabase());
    const store = stack.use(await duckdbMetrics({ path: join(folder, 'metrics.duckdb'), memoryMb: 256, threads: 2 }));
    stage = metricsStage(database, store);
  });
  afterAll(async () => await stack.disposeAsync());

  behavesAsMetricsStore(() => stage);
});

const settings = { memoryMb: 256, threads: 2 };
const type: StoredType = {
  workspaceId: 'w',
  typeId: 1,
  slots: new Map([['spend', 1]]),
  dayZone: 'UTC',
  daysBeforeMs: null,
};
const rows = [{ atMs: 1_770_000_000_000, dimensions: [], values: { names: ['spend'], numbers: [7] } }] as const;
const write: MetricsWrite = { type, batchKey: 'only', rows, setsMax: 10 };
const scan: MetricsScan = {
  type,
  fromMs: 0,
  toMs: 2_000_000_000_000,
  granularity: 3600,
  zone: 'UTC',
  dimensions: [],
  filters: [],
  measures: [{ kind: 'sum', field: 'spend' }],
  rowsMax: 10,
};

test('a file that is opened again has its rows and its receipts', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'marquee-duckdb-'));
  const path = join(folder.path, 'metrics.duckdb');
  {
    await using first = await duckdbMetrics({ path, ...settings });
    // The power goes after the file has committed and before our database has.
    await expect(first.write(write, () => Promise.reject(new Error('the power went')))).rejects.toThrow('power');
  }

  await using second = await duckdbMetrics({ path, ...settings });
  await using database = await openTestDatabase();
  const receipt = await second.write(
    write,
    async (work) => await database.asSystem('test', async (db) => await work(db, type)),
  );

  expect(receipt.accepted).toBe(1);
  expect((await second.scan(scan, new AbortController().signal)).map(({ values }) => values)).toEqual([[7]]);
});

test('statements cannot reach other files, nor make it so that they could', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'marquee-duckdb-'));
  const path = join(folder.path, 'metrics.duckdb');
  await using store = await duckdbMetrics({ path, ...settings });
  await store.write(write, async () => await Promise.resolve({ accepted: 1, replaced: 0, duplicates: 0, refused: [] }));
  const hostile = `x'); attach '${join(folder.path, 'other.duckdb')}' as other; --`;

  const found = await store.scan({ ...scan, dimensions: [hostile] }, new AbortController().signal);

  expect(found.map(({ group }) => group)).toEqual([[null]]);
  expect((await readdir(folder.path)).filter((name) => name.startsWith('other'))).toEqual([]);
});

test('a statement that runs is interrupted when its signal aborts, and the session answers the next', async () => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const session = await instance.connect();
  const client = new AbortController();
  // It would count for hours.
  const endless = {
    text: 'select count(*) from range(1000000000) a, range(1000000) b where a.range % 7 = b.range % 5',
    values: [],
  };

  const counting = readRowsUntil(session, endless, client.signal);
  client.abort(new Error('the client went away'));

  await expect(counting).rejects.toThrow('the client went away');
  expect(await readRows(session, 'select 1')).toEqual([[1]]);
  session.closeSync();
  instance.closeSync();
});

test('a second process is told that the file is held', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'marquee-duckdb-'));
  const path = join(folder.path, 'metrics.duckdb');
  await using _held = await duckdbMetrics({ path, ...settings });
  const module = new URL('./duckdb-metrics.ts', import.meta.url).href;
  const script = `const { duckdbMetrics } = await import(${JSON.stringify(module)});
    await duckdbMetrics({ path: ${JSON.stringify(path)}, memoryMb: 256, threads: 1 });`;

  const other = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);

  await expect(other).rejects.toThrow('is held by another process');
});
