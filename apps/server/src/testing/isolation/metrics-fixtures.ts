import type { OperationName } from '../operation-names.ts';
import type { Fixture } from './fixture.ts';
import type { Tenant } from './tenant.ts';

const uploadOf = (t: Tenant, batch_id = t.newName().replaceAll(' ', '-')) => ({
  data_type: 'meta_ads',
  batch_id,
  data: [{ date: '2026-03-15T09:00:00Z', campaign_name: t.newName(), clicks: 3, spend: 1.25 }],
});

/** Uploads of metrics and what they hold. */
export const metricsFixtures = {
  'metrics.batches.upload': {
    kind: 'create',
    // B may name a batch as A has: it is another one.
    given: async (by, a) => {
      const batch = uploadOf(by);
      if (by === a) return { input: batch };
      const ofA = await a.call('metrics.batches.upload', uploadOf(a));
      return { input: { ...batch, batch_id: ofA.batch_id } };
    },
  },
  'metrics.batches.get': {
    kind: 'record',
    given: async (a) => {
      const { batch_id } = await a.call('metrics.batches.upload', uploadOf(a));
      return { input: { batch_id }, marks: [batch_id] };
    },
  },
  'metrics.catalog.list': {
    kind: 'collection',
    given: async (a) => {
      const dimension = a.newName();
      await a.call('metrics.batches.upload', {
        data_type: 'meta_ads',
        data: [{ date: '2026-03-15', [dimension]: 'x', clicks: 1 }],
      });
      return { input: {}, marks: [dimension] };
    },
  },
} satisfies Partial<Record<OperationName, Fixture>>;
