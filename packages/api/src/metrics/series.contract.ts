import { z } from 'zod';
import { operation, rawOperation } from '../operation.ts';
import { TimeZone } from '../time.ts';
import {
  Aggregation,
  DataType,
  Dimensions,
  FieldName,
  Granularity,
  MetricSeries,
  MetricsMetadata,
  RangeInstant,
} from './measures.contract.ts';

const one = {
  metric_name: FieldName.describe(
    'As in a dashboard: a field, a prefix and a field, a derived metric or a dimension to count',
  ).meta({
    examples: ['total_spend'],
  }),
  data_type: DataType,
  start_time: RangeInstant.describe('Rows from this instant'),
  end_time: RangeInstant.describe('Rows before this instant'),
  granularity: Granularity.default(3600),
  dimensions: Dimensions.default([]),
  aggregation_type: Aggregation.exclude(['rate']).optional().describe('What the name says unless given'),
  filters: z
    .array(z.string().max(700))
    .max(64)
    .default([])
    .describe(
      'Only rows with `dimension=value`; several of one dimension mean any of them. A comma belongs to the value unless another `dimension=` follows it',
    )
    .meta({ examples: [['country=DE']] }),
  time_zone: TimeZone.optional().describe('Whose days 86400 means; the workspace’s unless given'),
};

/** One metric over time. */
export const series = {
  get: operation({
    kind: 'query',
    rest: 'GET /metrics/series/{metric_name}',
    summary: 'One metric over time',
    scope: 'metrics:read',
    tx: 'none',
    limit: 'series',
    headers: ['etag', 'x-cache'],
    input: z.object({
      ...one,
      limit: z.int().min(1).max(10_000).default(10_000).describe('Points, 1 to 10000, the earliest first'),
    }),
    output: MetricSeries.extend({
      granularity: z.int().describe('Seconds of one bucket'),
      metadata: MetricsMetadata.describe('How the answer was come by'),
    }).meta({
      id: 'MetricSeriesAnswer',
    }),
    errors: ['not_found', 'unprocessable', 'validation_failed'],
    documented: ['metrics GET /metrics/{metric_name}/timeseries'],
  }),
  csv: rawOperation({
    kind: 'raw',
    rest: 'GET /metrics/series/{metric_name}/csv',
    summary: 'One metric over time, as CSV',
    description:
      'RFC 4180: `timestamp`, one column for each dimension, `metric_value`, `count`. Streamed, however long, in windows of buckets that are each read by themselves. The trailer `X-Row-Count` tells a whole file; a connection that ends without its last chunk was cut. ' +
      'Cells that a spreadsheet would compute begin with an apostrophe.',
    scope: 'metrics:read',
    limit: 'csv',
    params: z.object(one),
    produces: ['text/csv'],
    trailers: { 'x-row-count': 'Lines after the first' },
    errors: ['not_found', 'unprocessable', 'validation_failed'],
    documented: ['metrics GET /export/csv/{metric_name}'],
  }),
};
