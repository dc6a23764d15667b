import { z } from 'zod';
import { operation } from '../operation.ts';
import { dashboardQuery, MetricSeries, MetricsMetadata } from './measures.contract.ts';

/** Several metrics at once. */
export const dashboards = {
  query: operation({
    kind: 'query',
    rest: 'POST /metrics/query',
    summary: 'Compute the metrics of a dashboard',
    description:
      'A read with a body. Equal questions are answered from a cache until the data changes; the ETag is the question’s and the data’s. ' +
      'Metrics of one data type that are grouped alike are computed together.',
    scope: 'metrics:read',
    tx: 'none',
    limit: 'dashboard',
    headers: ['etag', 'x-cache'],
    input: z.object(dashboardQuery),
    output: z
      .object({
        series: z.array(MetricSeries).describe('In the order asked for'),
        metadata: MetricsMetadata.describe('How the answer was come by'),
      })
      .meta({ id: 'DashboardAnswer' }),
    errors: ['not_found', 'unprocessable', 'validation_failed'],
    documented: ['metrics POST /query/dashboard'],
  }),
};
