import { ApiError } from '@marquee/api/errors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { openTestServices, type InputOf, type TestServices } from '../../testing/services.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import type { Member } from '../../kernel/context.ts';

let db: TestDatabase;
let services: TestServices;
let clockMs = Date.parse('2026-04-01T00:00:00Z');
const now = () => new Date(clockMs);
beforeAll(async () => {
  db = await openTestDatabase();
  services = await openTestServices(db, { now });
});
afterAll(async () => {
  await services[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

type Query = InputOf<'metrics.dashboards.query'>;

/** A workspace with its rows and a way to ask. */
async function stage(zone = 'UTC') {
  const as = callerOf(await insertWorkspace(db, zone), 'operator');
  return {
    as,
    upload: (data: readonly Record<string, unknown>[], data_type = 'meta_ads') =>
      services.call('metrics.batches.upload', { data_type, data: [...data] }, { as }),
    ask: (query: Partial<Query>) => services.call('metrics.dashboards.query', { ...march, ...query }, { as }),
    refusal: (query: Partial<Query>) => refusalOf(as, query),
  };
}

const march = {
  metrics: [{ name: 'spend', data_type: 'meta_ads' }],
  time_range: { start: '2026-03-15T00:00:00Z', end: '2026-03-16T00:00:00Z' },
} satisfies Query;

async function refusalOf(as: Member, query: Partial<Query>): Promise<ApiError> {
  const answer = await services
    .call('metrics.dashboards.query', { ...march, ...query }, { as })
    .catch((error) => error);
  if (!(answer instanceof ApiError)) throw new Error(`it was answered: ${JSON.stringify(answer)}`);
  return answer;
}

const rows = [
  { date: '2026-03-15T09:10:00Z', country: 'DE', campaign: 'A', clicks: 2, impressions: 100, spend: 1.25 },
  { date: '2026-03-15T09:50:00Z', country: 'DE', campaign: 'B', clicks: 4, impressions: 100, spend: 2.5 },
  { date: '2026-03-15T09:20:00Z', country: 'FR', campaign: 'A', clicks: 10, impressions: 1000, spend: 5 },
  { date: '2026-03-15T11:00:00Z', campaign: 'A', clicks: 1, impressions: 0, spend: 0.5 },
];

test('points are in the order of time and groups, a group without the dimension last', async () => {
  const { upload, ask } = await stage();
  await upload(rows);

  const { series } = await ask({ metrics: [{ name: 'spend', data_type: 'meta_ads', dimensions: ['country'] }] });

  expect(series[0]).toMatchObject({ aggregation: 'sum', exact: true, truncated: false, dimensions: ['country'] });
  expect(series[0]?.points).toEqual([
    { timestamp: '2026-03-15T09:00:00.000Z', group: { country: 'DE' }, value: 3.75, count: 2, partial: false },
    { timestamp: '2026-03-15T09:00:00.000Z', group: { country: 'FR' }, value: 5, count: 1, partial: false },
    { timestamp: '2026-03-15T11:00:00.000Z', group: { country: null }, value: 0.5, count: 1, partial: false },
  ]);
});

test('several metrics are told in the order asked for, ratios as ratios of sums, zero denominators as null', async () => {
  const { upload, ask } = await stage();
  await upload(rows);

  const { series } = await ask({
    metrics: [
      { name: 'ctr', data_type: 'meta_ads' },
      { name: 'avg_spend', data_type: 'meta_ads' },
      { name: 'campaign', data_type: 'meta_ads', aggregation_type: 'unique' },
      {
        name: 'cost per click',
        data_type: 'meta_ads',
        aggregation_type: 'rate',
        numerator: 'spend',
        denominator: 'clicks',
      },
    ],
  });

  const values = series.map(({ points }) => points.map(({ value }) => value));
  expect(values).toEqual([
    [16 / 1200, null],
    [8.75 / 3, 0.5],
    [2, 1],
    [8.75 / 16, 0.5],
  ]);
});

test('a limit cuts alike, whether a metric is asked alone or with others', async () => {
  const { upload, ask } = await stage();
  // Visits are rare: together with clicks they would be cut by rows that have none.
  await upload(
    Array.from({ length: 12 }, (_, hour) => ({
      date: `2026-03-15T${String(hour).padStart(2, '0')}:00:00Z`,
      clicks: hour,
      ...(hour >= 9 ? { visits: hour } : {}),
    })),
  );
  const [clicks, visits] = ['clicks', 'visits'].map((name) => ({ name, data_type: 'meta_ads' }));
  if (clicks === undefined || visits === undefined) throw new Error('two metrics');

  const together = await ask({ metrics: [clicks, visits], limit: 3 });
  const alone = [await ask({ metrics: [clicks], limit: 3 }), await ask({ metrics: [visits], limit: 3 })];

  expect(together.series).toEqual(alone.flatMap(({ series }) => series));
  expect(together.series.map(({ truncated }) => truncated)).toEqual([true, false]);
  expect(together.series[1]?.points.map(({ value }) => value)).toEqual([9, 10, 11]);
});

test('a bucket that the range or the present cuts is partial, also when the answer was kept', async () => {
  const { upload, ask } = await stage();
  await upload(rows);
  clockMs = Date.parse('2026-03-15T11:30:00Z');
  const time_range = { start: '2026-03-15T09:15:00Z', end: '2026-03-16T00:00:00Z' };

  const early = await ask({ time_range });
  clockMs = Date.parse('2026-03-15T12:00:00Z');
  const later = await ask({ time_range });

  expect(early.series[0]?.points.map(({ partial }) => partial)).toEqual([true, true]);
  expect(later.metadata.cache).toBe('hit');
  expect(later.series[0]?.points.map(({ partial }) => partial)).toEqual([true, false]);
});

test('an instant without an offset is on the clock of the zone asked for, else the workspace’s', async () => {
  const { upload, ask } = await stage('America/New_York');
  await upload(rows);
  const time_range = { start: '2026-03-15T05:10:00', end: '2026-03-15T05:20:00' };

  expect((await ask({ time_range })).series[0]?.points.map(({ value }) => value)).toEqual([1.25]);
  expect((await ask({ time_range, time_zone: 'UTC' })).series[0]?.points).toEqual([]);
  expect((await ask({ granularity: 86_400, time_range: march.time_range })).metadata.time_zone).toBe(
    'America/New_York',
  );
});

test('filters take one value, several, or none', async () => {
  const { upload, ask } = await stage();
  await upload(rows);
  const total = async (filters: Query['filters']) =>
    (await ask({ filters, granularity: 86_400 })).series[0]?.points.map(({ value }) => value);

  expect(await total({ country: 'DE' })).toEqual([3.75]);
  expect(await total({ country: ['DE', null] })).toEqual([4.25]);
  expect(await total({ country: 'DE', campaign: 'B' })).toEqual([2.5]);
  expect(await total({ country: 'XX' })).toEqual([]);
});

test('a filter that only some types have leaves out the rows of the others, unless they may lack it', async () => {
  const { upload, ask } = await stage();
  await upload(rows);
  await upload([{ date: '2026-03-15T09:00:00Z', spend: 7 }], 'google_ads');
  const metrics = [
    { name: 'spend', data_type: 'meta_ads' },
    { name: 'total_spend', data_type: 'google_ads' },
  ];

  const some = await ask({ metrics, filters: { country: 'DE' }, granularity: 86_400 });
  const lacking = await ask({ metrics, filters: { country: ['DE', null] }, granularity: 86_400 });

  expect(some.series.map(({ points }) => points.map(({ value }) => value))).toEqual([[3.75], []]);
  expect(lacking.series.map(({ points }) => points.map(({ value }) => value))).toEqual([[4.25], [7]]);
});

test('what is not there is refused with what is near, all at once', async () => {
  const { upload, refusal } = await stage();
  await upload(rows);

  const type = await refusal({ metrics: [{ name: 'spend', data_type: 'meta_adz' }] });
  const several = await refusal({
    metrics: [
      { name: 'total_spent', data_type: 'meta_ads' },
      { name: 'clicks', data_type: 'meta_ads', dimensions: ['county'] },
    ],
    filters: { campain: 'A' },
  });

  expect(type).toMatchObject({ code: 'not_found', message: expect.stringContaining('near it are meta_ads') });
  expect(several).toMatchObject({ code: 'not_found', message: expect.stringContaining('(and 2 more)') });
  expect(several.errors).toEqual([
    { pointer: '/metrics/0/name', code: 'unknown_metric', detail: expect.stringContaining('spend') },
    { pointer: '/metrics/1/dimensions/0', code: 'unknown_dimension', detail: expect.stringContaining('country') },
    { pointer: '/filters/campain', code: 'unknown_dimension', detail: expect.stringContaining('campaign') },
  ]);
});

test.each([
  ['reversed', { start: '2026-03-16T00:00:00Z', end: '2026-03-15T00:00:00Z' }, 'range_reversed'],
  ['longer than five years', { start: '2020-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z' }, 'range_too_long'],
  ['of too many buckets', { start: '2025-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z' }, 'too_many_buckets'],
])('a range that is %s is refused at its end', async (_what, time_range, code) => {
  const { upload, refusal } = await stage();
  await upload(rows);

  const refused = await refusal({ time_range, granularity: 60 });

  expect(refused).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '/time_range/end', code }] });
});

test('a question that would read too many rows one by one says what to ask instead', async () => {
  await using bounded = await openTestServices(db, { now, asking: { rowsToReadMax: 3 } });
  const { as, upload } = await stage();
  await upload(rows);
  const ask = (granularity: number) =>
    bounded.call(
      'metrics.dashboards.query',
      { ...march, granularity, metrics: [{ name: 'spend', data_type: 'meta_ads', dimensions: ['country'] }] },
      { as },
    );

  await expect(ask(60)).rejects.toMatchObject({ code: 'unprocessable', message: expect.stringContaining('3600') });
  expect((await ask(3600)).series[0]?.points).toHaveLength(3);
});
