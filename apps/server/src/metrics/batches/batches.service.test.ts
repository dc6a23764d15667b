import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { run, select, selectOne } from '../../database/sql.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { openTestServices, type InputOf, type TestServices } from '../../testing/services.ts';
import { callerOf } from '../../testing/calls.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { metricsActivities } from './batches.activities.ts';
import { metricTypes } from '../catalog/metric-types.store.ts';
import type { MetricsScan } from '../store/metrics-store.ts';

const databases = [
  { on: 'PGlite', open: openTestDatabase, isMissing: false },
  { on: 'Postgres', open: openTestPostgres, isMissing: !hasPostgres() },
];

describe.each(databases)('uploads of metrics on $on', ({ open, isMissing }) => {
  let db: TestDatabase;
  let services: TestServices;
  beforeAll(async () => {
    if (isMissing) return;
    db = await open();
    services = await openTestServices(db);
  });
  afterAll(async () => {
    await services?.[Symbol.asyncDispose]();
    await db?.[Symbol.asyncDispose]();
  });

  async function workspace(timeZone = 'UTC') {
    const id = await insertWorkspace(db, timeZone);
    const as = callerOf(id, 'owner');
    return {
      id,
      upload: (input: InputOf<'metrics.batches.upload'>) => services.call('metrics.batches.upload', input, { as }),
      get: (input: InputOf<'metrics.batches.get'>) => services.call('metrics.batches.get', input, { as }),
      catalog: () => services.call('metrics.catalog.list', {}, { as }),
      setZone: (time_zone: string) => services.call('workspace.settings.update', { time_zone }, { as }),
      scan: async (scan: Partial<MetricsScan>) => {
        const type = (await db.asWorkspace(id, (tx) => metricTypes(tx, id, ['ads']))).get('ads');
        if (type === undefined) throw new Error('no data type');
        return await services.deps.metricsStore.scan(
          {
            type: type.stored,
            fromMs: Date.UTC(2026, 0, 1),
            toMs: Date.UTC(2027, 0, 1),
            granularity: 86_400,
            zone: timeZone,
            dimensions: [],
            filters: [],
            measures: [{ kind: 'sum', field: 'clicks' }],
            rowsMax: 1000,
            ...scan,
          },
          new AbortController().signal,
        );
      },
    };
  }

  const at = (hour: number) => `2026-03-15T${String(hour).padStart(2, '0')}:20:00Z`;

  test.skipIf(isMissing)('are in the next scan, by hour, day and minute', async () => {
    const { upload, scan } = await workspace();

    const receipt = await upload({
      data_type: 'ads',
      data: [
        { date: at(9), country: 'DE', clicks: 3, spend: 1.5 },
        { date: at(9), country: 'FR', clicks: 4 },
        { date: at(10), country: 'DE', clicks: 5, spend: 2 },
      ],
    });

    expect(receipt).toMatchObject({
      ...{ status: 'stored', records_received: 3, accepted: 3, replaced: 0, duplicates: 0, rejected: 0 },
      ...{ metrics: ['clicks', 'spend'], dimensions: ['country'] },
    });
    expect((await scan({})).map(({ values }) => values)).toEqual([[12]]);
    expect(
      (await scan({ granularity: 3600, dimensions: ['country'] })).map(({ group, values }) => [group, values]),
    ).toEqual([
      [['DE'], [3]],
      [['FR'], [4]],
      [['DE'], [5]],
    ]);
    expect((await scan({ granularity: 60 })).map(({ bucketMs, values }) => [bucketMs, values])).toEqual([
      [Date.parse(at(9)), [7]],
      [Date.parse(at(10)), [5]],
    ]);
    const ratios = await scan({ measures: [{ kind: 'ratio', numerator: 'spend', denominator: 'clicks', factor: 1 }] });
    expect(ratios[0]?.values[0]).toBeCloseTo(3.5 / 12, 12);
  });

  test.skipIf(isMissing)('replace a row of the same time and dimensions in every total', async () => {
    const { upload, scan } = await workspace();
    await upload({
      data_type: 'ads',
      data: [
        { date: at(9), country: 'DE', clicks: 3 },
        { date: at(9), country: 'FR', clicks: 10 },
      ],
    });

    const again = await upload({
      data_type: 'ads',
      data: [
        { date: at(9), country: 'DE', clicks: 2 },
        { date: at(9), country: 'FR', clicks: 10 },
        { date: at(11), country: 'DE', clicks: 7 },
      ],
    });

    expect(again).toMatchObject({ accepted: 1, replaced: 1, duplicates: 1, rejected: 0 });
    const all = {
      measures: [
        { kind: 'sum', field: 'clicks' },
        { kind: 'min', field: 'clicks' },
        { kind: 'count', field: 'clicks' },
      ],
    } as const;
    for (const granularity of [86_400]) expect((await scan({ ...all, granularity }))[0]?.values).toEqual([19, 2, 3]);
    expect((await scan({ ...all, granularity: 3600 })).map(({ values }) => values)).toEqual([
      [12, 2, 2],
      [7, 7, 1],
    ]);
    expect((await scan({ ...all, granularity: 60 })).map(({ values }) => values)).toEqual([
      [12, 2, 2],
      [7, 7, 1],
    ]);
    const [p50] = await scan({ measures: [{ kind: 'quantile', field: 'clicks', q: 0.5 }] });
    expect(p50?.values[0]).toBeGreaterThan(7 * 0.99);
    expect(p50?.values[0]).toBeLessThan(7 * 1.01);
  });

  test.skipIf(isMissing)('answer the first receipt to the same batch, and refuse another of its name', async () => {
    const { upload, scan } = await workspace();
    const batch = { data_type: 'ads', batch_id: 'b1', data: [{ date: at(9), clicks: 3 }] };

    const first = await upload(batch);
    const second = await upload({ ...batch, data: [{ clicks: 3, date: at(9) }] });

    expect(second).toEqual(first);
    expect((await scan({}))[0]?.values).toEqual([3]);
    await expect(upload({ ...batch, data: [{ date: at(9), clicks: 4 }] })).rejects.toMatchObject({ code: 'conflict' });
  });

  test.skipIf(isMissing)('of one batch at the same time store it once', async () => {
    const { id, upload, scan } = await workspace();
    const batch = { data_type: 'ads', batch_id: 'b1', data: [{ date: at(9), clicks: 3, place: 'x' }] };

    const receipts = await Promise.all(Array.from({ length: 6 }, () => upload(batch)));

    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect((await scan({}))[0]?.values).toEqual([3]);
    const version = await db.asWorkspace(id, (tx) => metricTypes(tx, id, ['ads']));
    expect(version.get('ads')?.version).toBe(1);
  });

  test.skipIf(isMissing)('at the same time settle what a field is once', async () => {
    const { upload, catalog } = await workspace();

    const receipts = await Promise.all([
      upload({ data_type: 'ads', data: [{ date: at(9), clicks: 1, code: 7 }] }),
      upload({ data_type: 'ads', data: [{ date: at(10), clicks: 1, code: 'seven' }] }),
    ]);

    const [type] = (await catalog()).items;
    const isMetric = type?.metrics.some(({ name }) => name === 'code') ?? false;
    expect(type?.dimensions.some(({ name }) => name === 'code')).toBe(!isMetric);
    expect(receipts.map(({ rejected }) => rejected)).toEqual(isMetric ? [0, 1] : [0, 0]);
  });

  test.skipIf(isMissing)('tell each record that is not taken, and take the others', async () => {
    const { upload } = await workspace();

    const receipt = await upload({
      data_type: 'ads',
      data: [
        { date: at(9), clicks: 1 },
        { clicks: 1 },
        { date: 'yesterday', clicks: 1 },
        { date: at(9), country: 'DE' },
        { date: at(9), clicks: 'many' },
        { date: at(9), clicks: Number.POSITIVE_INFINITY },
        { date: at(9), clicks: 2, tags: ['a'] },
      ],
    });

    expect(receipt).toMatchObject({ records_received: 7, accepted: 1, rejected: 6 });
    expect(receipt.rejections.map(({ index, reason, field }) => [index, reason, field])).toEqual([
      [1, 'time_missing', null],
      [2, 'time_invalid', 'date'],
      [3, 'no_metric', null],
      [4, 'metric_not_number', 'clicks'],
      [5, 'value_not_finite', 'clicks'],
      [6, 'value_not_plain', 'tags'],
    ]);
  });

  test.skipIf(isMissing)('with too many records are refused whole', async () => {
    const { upload } = await workspace();
    const data = Array.from({ length: 10_001 }, (_, second) => ({ timestamp: 1_770_000_000 + second, clicks: 1 }));

    await expect(upload({ data_type: 'ads', data })).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  test.skipIf(isMissing)('of which every record is rejected leave a receipt, and no data type to be seen', async () => {
    const { id, upload, get, catalog } = await workspace();
    const ask = (data_type: string) =>
      services.call(
        'metrics.series.get',
        { metric_name: 'clicks', data_type, start_time: '2026-03-15T00:00:00', end_time: '2026-03-16T00:00:00' },
        { as: callerOf(id, 'owner') },
      );
    await upload({ data_type: 'google_ads', data: [{ date: at(9), clicks: 3 }] });

    const receipt = await upload({ data_type: 'gogle_ads', batch_id: 'b', data: [{ clicks: 3 }, {}] });

    expect(receipt).toMatchObject({ accepted: 0, rejected: 2 });
    expect(await get({ batch_id: 'b' })).toMatchObject({ data_type: 'gogle_ads', rejected: 2 });
    expect((await catalog()).items.map(({ data_type }) => data_type)).toEqual(['google_ads']);
    await expect(ask('gogle_ads')).rejects.toThrow('There is no data of the type gogle_ads; near it are google_ads.');
    await expect(ask('google_adz')).rejects.toThrow(/near it are google_ads\.$/);

    await upload({ data_type: 'gogle_ads', data: [{ date: at(9), clicks: 4 }] });
    expect((await catalog()).items.map(({ data_type, rows }) => [data_type, rows])).toEqual([
      ['gogle_ads', 1],
      ['google_ads', 1],
    ]);
    expect(await ask('gogle_ads')).toMatchObject({ points: [{ value: 4 }] });
  });

  test.skipIf(isMissing)('are followed by the catalog, an event and the end of the batch, once', async () => {
    const { id, upload, get, catalog } = await workspace();
    await upload({ data_type: 'ads', batch_id: 'b1', data: [{ date: at(9), country: 'DE', clicks: 1 }] });
    const batchId = await idOf(id, 'b1');
    const follow = metricsActivities({ ...services.deps, asWorkspace: db.asWorkspace });

    await follow.processMetricsBatch({ workspaceId: id, batchId });
    await follow.processMetricsBatch({ workspaceId: id, batchId });

    expect(await get({ batch_id: 'b1' })).toMatchObject({
      status: 'processed',
      processed_at: expect.any(String) as string,
    });
    expect((await catalog()).items[0]).toMatchObject({
      ...{ data_type: 'ads', rows: 1, first_at: '2026-03-15T09:20:00.000Z' },
      dimensions: [{ name: 'country', distinct_values: 1, examples: ['DE'] }],
    });
    expect(await eventsOf(id)).toEqual(['metrics.batches.processed']);
  });

  test.skipIf(isMissing)('keep day totals by the days of a new time zone, made step by step', async () => {
    const { id, upload, setZone, scan } = await workspace('UTC');
    const data = Array.from({ length: 72 }, (_, hour) => ({
      timestamp: Date.UTC(2026, 2, 28, hour) / 1000,
      clicks: hour + 1,
    }));
    await upload({ data_type: 'ads', data });
    const before = await scan({ zone: 'America/New_York' });
    await setZone('America/New_York');
    const follow = metricsActivities({ ...services.deps, asWorkspace: db.asWorkspace });

    expect(await follow.rebuildMetricsDays({ workspaceId: id })).toBe(true);
    expect(await follow.rebuildMetricsDays({ workspaceId: id })).toBe(true);
    const during = await scan({ zone: 'America/New_York' });
    await upload({
      data_type: 'ads',
      data: [
        { timestamp: Date.UTC(2026, 2, 26, 5) / 1000, clicks: 1 },
        { timestamp: Date.UTC(2026, 2, 31, 3) / 1000, clicks: 1 },
      ],
    });
    while (await follow.rebuildMetricsDays({ workspaceId: id }));
    const after = await scan({ zone: 'America/New_York' });

    expect(during).toEqual(before);
    expect(after.slice(1).map(({ bucketMs }) => bucketMs)).toEqual(before.map(({ bucketMs }) => bucketMs));
    expect(after.map(({ values }) => values[0])).toEqual(
      [1, ...before.map(({ values }) => values[0] ?? 0)].map((value, index, all) =>
        index === all.length - 1 ? value + 1 : value,
      ),
    );
    const days = await db.asWorkspace(id, (tx) =>
      select<{ day_ms: number }>(
        tx,
        sql`select distinct day_ms from metrics_days where workspace_id = ${id} order by 1`,
      ),
    );
    expect(days.map(({ day_ms }) => day_ms)).toEqual(after.map(({ bucketMs }) => bucketMs));
  });

  test.skipIf(isMissing)('go with their workspace', async () => {
    const { id, upload } = await workspace();
    await upload({ data_type: 'ads', data: [{ date: at(9), country: 'DE', clicks: 3 }] });

    await db.asSystem('delete a workspace', (tx) => run(tx, sql`delete from workspaces where id = ${id}`));

    for (const table of ['types', 'fields', 'batches', 'sets', 'rows', 'minutes', 'hours', 'days', 'histograms']) {
      const left = await db.asSystem('look for what is left', (tx) =>
        select(tx, sql`select 1 from ${sql.identifier(`metrics_${table}`)} where workspace_id = ${id}`),
      );
      expect({ table, left }).toEqual({ table, left: [] });
    }
  });

  async function idOf(workspaceId: string, batchId: string): Promise<string> {
    const row = await db.asWorkspace(workspaceId, (tx) =>
      selectOne<{ id: string }>(
        tx,
        sql`select id from metrics_batches where workspace_id = ${workspaceId} and batch_id = ${batchId}`,
      ),
    );
    return row?.id ?? '';
  }

  async function eventsOf(workspaceId: string): Promise<string[]> {
    const rows = await db.asSystem('look at events', (tx) =>
      select<{ name: string }>(
        tx,
        sql`select name from outbox_events where workspace_id = ${workspaceId} union all select name from events where workspace_id = ${workspaceId}`,
      ),
    );
    return rows.map(({ name }) => name);
  }
});
