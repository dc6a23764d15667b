import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { openTestServices, type InputOf, type TestServices } from '../../testing/services.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';

let db: TestDatabase;
let services: TestServices;
beforeAll(async () => {
  db = await openTestDatabase();
  services = await openTestServices(db);
});
afterAll(async () => {
  await services[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const query: InputOf<'metrics.views.create'>['query'] = {
  metrics: [{ name: 'ctr', data_type: 'meta_ads', dimensions: ['country'] }],
  time_range: { last: 604_800 },
};

test('a view is kept whole, listed newest first, and deleted once', async () => {
  const as = callerOf(await insertWorkspace(db), 'operator');
  const [first, second] = [
    await services.call('metrics.views.create', { name: 'Rates', query }, { as }),
    await services.call('metrics.views.create', { name: 'Rates again', query }, { as }),
  ];

  const { items } = await services.call('metrics.views.list', {}, { as });
  expect(items).toEqual([second, first]);
  expect(first.query).toMatchObject({ ...query, granularity: 3600, filters: {}, limit: 1000 });

  expect(await services.call('metrics.views.delete', { view_id: first.id }, { as })).toEqual({ id: first.id });
  await expect(services.call('metrics.views.delete', { view_id: first.id }, { as })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a name that is taken and a range that could never be answered are refused', async () => {
  const as = callerOf(await insertWorkspace(db), 'operator');
  const create = (name: string, changes: Partial<typeof query> = {}) =>
    services.call('metrics.views.create', { name, query: { ...query, ...changes } }, { as });
  await create('Rates');

  await expect(create('Rates')).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    create('Reversed', { time_range: { start: '2026-03-02T00:00:00', end: '2026-03-01T00:00:00' } }),
  ).rejects.toMatchObject({
    errors: [{ pointer: '/query/time_range/end', code: 'range_reversed' }],
  });
  await expect(create('Too fine', { time_range: { last: 31_536_000 }, granularity: 60 })).rejects.toMatchObject({
    errors: [{ pointer: '/query/time_range/last', code: 'too_many_buckets' }],
  });
});

test('a range that is of neither kind is told what there is', async () => {
  const as = callerOf(await insertWorkspace(db), 'operator');
  const named = { ...query, time_range: { from: 'yesterday' } } as unknown as typeof query; // as a caller may

  await expect(services.call('metrics.views.create', { name: 'Odd', query: named }, { as })).rejects.toMatchObject({
    errors: [{ pointer: '/query/time_range', detail: expect.stringContaining('`start` and `end`, or `last`') }],
  });
});
