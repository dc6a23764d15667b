import type { OperationName } from '../operation-names.ts';
import type { Fixture } from './fixture.ts';
import type { Tenant } from './tenant.ts';

/** Rows of the same data type and time in both workspaces: only the name of the campaign tells whose they are. */
async function rowsOf(...tenants: readonly Tenant[]): Promise<void> {
  for (const { call, word } of tenants) {
    await call('metrics.batches.upload', {
      data_type: 'shared_ads',
      data: [{ date: '2026-03-15T09:00:00Z', campaign_name: word, clicks: 3, spend: 1.25 }],
    });
  }
}

const time_range = { start: '2026-03-15T00:00:00Z', end: '2026-03-16T00:00:00Z' };

const dashboard = {
  metrics: [{ name: 'total_spend', data_type: 'shared_ads', dimensions: ['campaign_name'] }],
  time_range,
};

const series = {
  ...{ metric_name: 'total_spend', data_type: 'shared_ads', dimensions: ['campaign_name'] },
  ...{ start_time: time_range.start, end_time: time_range.end },
};

const viewOf = (t: Tenant) => t.call('metrics.views.create', { name: t.newName(), query: dashboard });

/** Questions about metrics. */
export const metricsQueryFixtures = {
  'metrics.dashboards.query': {
    kind: 'collection',
    given: async (a, b) => {
      await rowsOf(a, b);
      return { input: dashboard, marks: [a.word] };
    },
    trespasses: async (a) => {
      const data_type = a.newName().replaceAll(' ', '-');
      await a.call('metrics.batches.upload', { data_type, data: [{ date: '2026-03-15', spend: 1 }] });
      const metrics = [{ name: 'spend', data_type }];
      return [{ what: 'a data type of others', input: { metrics, time_range }, code: 'not_found' }];
    },
  },
  'metrics.series.get': {
    kind: 'collection',
    given: async (a, b) => {
      await rowsOf(a, b);
      return { input: series, marks: [a.word] };
    },
  },
  'metrics.series.csv': {
    kind: 'collection',
    given: async (a, b) => {
      await rowsOf(a, b);
      return { input: { params: series }, marks: [a.word] };
    },
  },
  'metrics.views.list': {
    kind: 'collection',
    given: async (a) => {
      const { id, name } = await viewOf(a);
      return { input: { limit: 500 }, marks: [id, name] };
    },
  },
  'metrics.views.create': {
    kind: 'create',
    // B may name a view as A has: it is another one.
    given: async (by, a) => ({
      input: { name: by === a ? by.newName() : (await viewOf(a)).name, query: dashboard },
    }),
  },
  'metrics.views.delete': {
    kind: 'record',
    given: async (a) => {
      const { id } = await viewOf(a);
      return { input: { view_id: id }, marks: [id] };
    },
  },
  'metrics.cache.clear': { kind: 'create', given: async (by) => ({ input: { pattern: `series:${by.newName()}` } }) },
  'metrics.performance.get': { kind: 'unowned', reason: 'counts of the caller’s workspace in this process’s memory' },
} satisfies Partial<Record<OperationName, Fixture>>;
