import type { dashboards } from '@marquee/api/metrics/dashboards.contract';
import type { Implements } from '../../kernel/context.ts';
import { ask, type MetricsAsking } from '../series/ask.ts';
import type { Pointers } from '../series/question.ts';

/** Several metrics at once. */
export function dashboardsService({
  metricsAsking,
}: {
  readonly metricsAsking: MetricsAsking;
}): Implements<typeof dashboards> {
  return {
    async query({ metrics, time_range, granularity, time_zone, filters, limit }, ctx) {
      const asked = {
        metrics: metrics.map(({ data_type, aggregation_type, numerator, denominator, ...metric }) => ({
          ...{ ...metric, dataType: data_type, aggregation: aggregation_type ?? null },
          ...{ numerator: numerator ?? null, denominator: denominator ?? null },
        })),
        ...{ ...time_range, granularity, zone: time_zone ?? null, limit },
        filters: new Map(Object.entries(filters).map(([name, values]) => [name, [values].flat()])),
      };
      const types = [...new Set(asked.metrics.map(({ dataType }) => dataType))].toSorted();
      return await ask(metricsAsking, { asked, label: `dashboard:${types.join(',')}`, pointers }, ctx);
    },
  };
}

const pointers: Pointers = {
  name: (metric) => `/metrics/${metric}/name`,
  dataType: (metric) => `/metrics/${metric}/data_type`,
  dimension: (metric, dimension) => `/metrics/${metric}/dimensions/${dimension}`,
  filter: (dimension) => `/filters/${dimension.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  start: '/time_range/start',
  end: '/time_range/end',
};
