import { z } from 'zod';
import { Instant, TimeZone } from '../time.ts';

/** A source of data, such as `meta_ads`: metrics of one name in two types are two metrics. */
export const DataType = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/,
    'Letters, digits, `_`, `.` and `-`, beginning with a letter or digit, at most 64',
  )
  .describe('Where the data comes from, such as `meta_ads`: 1 to 64 letters, digits, `_`, `.` or `-`')
  .meta({ examples: ['meta_ads'] });

/** The name of a field of uploaded records. */
export const FieldName = z.string().min(1).max(128);

/** An instant of a range: with an offset, or without one and then on the clock of the question's time zone. */
export const RangeInstant = z.iso
  .datetime({
    offset: true,
    local: true,
    error: ({ code }) => (code === 'invalid_format' ? 'must have a time, such as 2026-03-15T00:00:00Z' : undefined),
  })
  .describe(
    'Instant, ISO 8601; without `Z` or an offset it is read on the clock of the time zone asked for, else the workspace’s',
  )
  .meta({ examples: ['2026-03-15T00:00:00Z'] });

/** Seconds of one bucket. */
export const Granularity = z
  .int()
  .min(60, 'must be between 60 and 86400')
  .max(86_400, 'must be between 60 and 86400')
  .describe(
    'Seconds of one bucket, 60 to 86400. Buckets begin at multiples of it since 1970 in UTC; 86400 means local days',
  );

/** How rows become one number. */
export const Aggregation = z.enum(['sum', 'avg', 'min', 'max', 'count', 'p50', 'p95', 'p99', 'unique', 'rate']);

/** Dimensions to group by. */
export const Dimensions = z
  .array(FieldName)
  .max(8)
  .refine((names) => new Set(names).size === names.length, 'names a dimension twice')
  .describe('Group by these dimensions, at most 8');

const FilterValue = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

/** Which rows count. */
export const MetricFilters = z
  .record(FieldName, z.union([FilterValue, z.array(FilterValue).min(1).max(200)]))
  .refine((filters) => Object.keys(filters).length <= 16, 'has more than 16 dimensions')
  .describe(
    'Only rows whose dimension has this value, or one of these; null stands for rows without the dimension. At most 16 dimensions',
  )
  .meta({ examples: [{ campaign_status: 'active' }] });

/** One number to compute. */
export const MetricRequest = z
  .object({
    name: FieldName.describe(
      'A field, `total_`, `sum_`, `avg_`, `min_`, `max_` or `count_` and a field, a derived metric such as `ctr`, or, for `unique`, the dimension to count. The answer is found under this name',
    ).meta({ examples: ['total_spend'] }),
    data_type: DataType,
    dimensions: Dimensions.default([]),
    aggregation_type: Aggregation.optional().describe(
      'How rows become one number: what the name says unless given, `sum` where it says nothing. Derived metrics are always ratios of sums. `unique` counts the distinct values of the dimension `name`',
    ),
    numerator: FieldName.optional().describe('For `rate`: the field whose sum is divided'),
    denominator: FieldName.optional().describe('For `rate`: the field whose sum divides'),
  })
  .meta({ id: 'MetricRequest', description: 'One metric of a dashboard' });

/** What a dashboard asks. */
export const dashboardQuery = {
  metrics: z
    .array(MetricRequest)
    .min(1)
    .max(20)
    .refine((metrics) => new Set(metrics.map(({ name }) => name)).size === metrics.length, 'names a metric twice')
    .describe('What to compute, 1 to 20 metrics of different names'),
  time_range: z
    .object({
      start: RangeInstant.describe('Rows from this instant'),
      end: RangeInstant.describe('Rows before this instant'),
    })
    .describe('Rows from `start` on and before `end`, at most 5 years'),
  granularity: Granularity.default(3600),
  time_zone: TimeZone.optional().describe(
    'Whose days 86400 means, and whose clock instants without an offset; the workspace’s unless given',
  ),
  filters: MetricFilters.default({}),
  limit: z
    .int()
    .min(1)
    .max(10_000)
    .default(1000)
    .describe('Points of one metric, 1 to 10000, the earliest first and within one instant by the names of the groups'),
};

/** One number of one bucket and one group. */
export const MetricPoint = z
  .object({
    timestamp: Instant.describe('When the bucket begins'),
    group: z
      .record(z.string(), z.string().nullable())
      .describe('The values of the dimensions grouped by; null for rows without the dimension')
      .meta({ examples: [{ campaign_name: 'Summer Sale' }] }),
    value: z.number().nullable().describe('The number; null where it is not defined, such as a ratio over zero'),
    count: z.int().describe('Rows that it was computed from'),
    partial: z
      .boolean()
      .describe('The range, or the present, cuts the bucket: it may yet grow, or holds less than a whole one'),
  })
  .meta({ id: 'MetricPoint' });

/** One metric, bucket by bucket. */
export const MetricSeries = z
  .object({
    name: z.string().describe('As asked for'),
    data_type: z.string().describe('Where the data comes from'),
    aggregation: z
      .string()
      .describe('How rows became one number')
      .meta({ examples: ['sum'] }),
    dimensions: z.array(z.string()).describe('What it is grouped by'),
    exact: z.boolean().describe('False for percentiles: within 1 % of the value at that rank'),
    points: z.array(MetricPoint).describe('The earliest first; buckets without rows are left out'),
    truncated: z.boolean().describe('There are more points than `limit`'),
  })
  .meta({ id: 'MetricSeries' });

/** What an answer tells about itself. */
export const MetricsMetadata = z
  .object({
    cache: z.enum(['hit', 'miss']).describe('Whether it was computed for this call'),
    cache_hit_rate: z
      .number()
      .describe('Of your workspace’s questions to this server process, the share answered from the cache, 0 to 1'),
    query_ms: z.number().describe('Milliseconds that computing it took, when it was computed'),
    computed_at: Instant.describe('When it was computed'),
    points: z.int().describe('Points in it'),
    bytes: z.int().describe('Bytes that it takes in the cache, about'),
    time_zone: z.string().describe('Whose days 86400 means'),
  })
  .meta({ id: 'MetricsMetadata' });
