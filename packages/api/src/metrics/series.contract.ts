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
    .array(
      z
        .string()
        .regex(/^[^=]+=/, 'has the form dimension=value')
        .max(700),
    )
    .max(64)
    .default([])
    .describe('Only rows with `dimension=value`; several of one dimension mean any of them'),
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
    limit: 'default',
    input: z.object({
      ...one,
      limit: z.int().min(1).max(10_000).default(10_000).describe('Points, 1 to 10000, the earliest first'),
    }),
    output: MetricSeries.extend({
      granularity: z.int().describe('Seconds of one bucket'),
      metadata: MetricsMetadata,
    }).meta({
      id: 'MetricSeriesAnswer',
    }),
    errors: ['not_found', 'unprocessable', 'validation_failed'],
  }),
  csv: rawOperation({
    kind: 'raw',
    rest: 'GET /metrics/series/{metric_name}/csv',
    summary: 'One metric over time, as CSV',
    description:
      'RFC 4180: `timestamp`, one column for each dimension, `metric_value`, `count`. Streamed, however long. The trailer `X-Row-Count` tells a whole file; a connection that ends without its last chunk was cut. ' +
      'Cells that a spreadsheet would compute begin with an apostrophe.',
    scope: 'metrics:read',
    limit: 'default',
    params: z.object(one),
    produces: ['text/csv'],
    errors: ['not_found', 'unprocessable', 'validation_failed'],
  }),
};
