import { batches } from '@marquee/api/metrics/batches.contract';
import { cache } from '@marquee/api/metrics/cache.contract';
import { dashboards } from '@marquee/api/metrics/dashboards.contract';
import type { MetricPoint, MetricsMetadata } from '@marquee/api/metrics/measures.contract';
import { performance } from '@marquee/api/metrics/performance.contract';
import { series } from '@marquee/api/metrics/series.contract';
import type { z } from 'zod';
import type { JsonSchema } from '../../http/openapi/json-schema.ts';
import { tellingOf } from '../dialect.ts';

type Point = z.output<typeof MetricPoint>;
type Metadata = z.output<typeof MetricsMetadata>;

const number: JsonSchema = { type: 'number' };
const integer: JsonSchema = { type: 'integer' };
const text: JsonSchema = { type: 'string' };

function object(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties) };
}

const buckets: JsonSchema = {
  type: 'array',
  items: object({
    timestamp: { type: 'string', format: 'date-time', description: 'When the bucket begins' },
    values: {
      type: 'object',
      additionalProperties: { anyOf: [number, { type: 'null' }] },
      description:
        'By group: the values of its dimensions joined by ` | `, `(none)` for rows without one; without dimensions the metric’s own name',
    },
    count: { ...integer, description: 'Rows behind all of them' },
  }),
};

const measured = {
  query_time: { ...number, description: 'Seconds that the answer took to compute, when it was computed' },
  cache_hit_rate: { ...number, description: 'Of your workspace’s questions to this server process, 0 to 1' },
  data_points: { ...integer, description: 'Numbers in the answer, or records of an upload' },
  memory_usage: { ...integer, description: 'Bytes that the answer takes in the cache, about' },
};

/** `POST /data/upload`: the rows are stored before the answer, which says so in the document's words. */
export const upload = tellingOf(
  batches.upload,
  ({ batch_id, records_received, data_type }, { elapsedMs }) => ({
    data: { batch_id, records_received, data_type, status: 'queued_for_processing' },
    metadata: { query_time: seconds(elapsedMs), cache_hit_rate: 0, data_points: records_received, memory_usage: 0 },
    message: 'Data uploaded and queued for processing',
  }),
  {
    data: object({
      batch_id: text,
      records_received: integer,
      data_type: text,
      status: { const: 'queued_for_processing' },
    }),
    metadata: object(measured),
  },
);

/** `POST /query/dashboard`: each metric by its name, bucket by bucket. */
export const dashboard = tellingOf(
  dashboards.query,
  ({ series: found, metadata }, { elapsedMs }) => ({
    data: Object.fromEntries(found.map(({ name, points, dimensions }) => [name, bucketsOf(name, points, dimensions)])),
    metadata: { ...measuredOf(metadata), total_query_time: seconds(elapsedMs) },
    message: 'Dashboard data retrieved successfully',
  }),
  {
    data: { type: 'object', additionalProperties: buckets, description: 'By the names of the metrics asked for' },
    metadata: object({
      ...measured,
      cache_hit: { type: 'boolean' },
      total_query_time: { ...number, description: 'Seconds that the call took' },
    }),
  },
);

/** `GET /metrics/{metric_name}/timeseries`. */
export const timeSeries = tellingOf(
  series.get,
  ({ name, data_type, points, dimensions, granularity, metadata }) => ({
    data: {
      ...{ metric_name: name, data_type, time_series: bucketsOf(name, points, dimensions), granularity },
      dimensions,
    },
    metadata: measuredOf(metadata),
    message: `Time series data for ${name} retrieved successfully`,
  }),
  {
    data: object({
      ...{ metric_name: text, data_type: text, time_series: buckets, granularity: integer },
      dimensions: { type: 'array', items: text },
    }),
    metadata: object({ ...measured, cache_hit: { type: 'boolean' } }),
  },
);

/** `GET /stats/performance`: the cache stands in the process itself, where the document has Redis. */
export const statistics = tellingOf(
  performance.get,
  ({ queries, cache: kept, memory, uptime_seconds, version }) => ({
    data: {
      aggregation_engine: {
        aggregation_stats: {
          queries_processed: queries.processed,
          avg_latency: seconds(queries.average_ms ?? 0),
          cache_hit_rate: kept.hit_rate ?? 0,
        },
        cache_stats: {
          ...{ hits: kept.hits, misses: kept.misses, sets: kept.stored, hit_rate: kept.hit_rate ?? 0 },
          local_cache_size: kept.entries,
        },
        memory_usage: {
          percent: rounded(memory.used_percent, 1),
          available_gb: rounded(memory.available_bytes / 1e9, 1),
        },
        active_computations: queries.running,
      },
      redis_cache: {
        connected_clients: 1,
        used_memory_human: `${rounded(kept.bytes / 1024 ** 2, 1)}M`,
        ...{ keyspace_hits: kept.hits, keyspace_misses: kept.misses, hit_rate: kept.hit_rate ?? 0 },
      },
      api_metrics: { uptime: Math.floor(uptime_seconds), version },
    },
    message: 'Performance statistics retrieved successfully',
  }),
  {
    data: object({
      aggregation_engine: object({
        aggregation_stats: object({ queries_processed: integer, avg_latency: number, cache_hit_rate: number }),
        cache_stats: object({
          ...{ hits: integer, misses: integer, sets: integer, hit_rate: number, local_cache_size: integer },
        }),
        memory_usage: object({ percent: number, available_gb: number }),
        active_computations: integer,
      }),
      redis_cache: object({
        connected_clients: { ...integer, description: 'The process that answers: its cache is its own' },
        ...{ used_memory_human: text, keyspace_hits: integer, keyspace_misses: integer, hit_rate: number },
      }),
      api_metrics: object({ uptime: { ...integer, description: 'Seconds' }, version: text }),
    }),
  },
);

/** `DELETE /cache/clear`. */
export const clearing = tellingOf(
  cache.clear,
  ({ pattern, cleared }) => ({
    data: { redis_keys_cleared: cleared, pattern, status: 'cache_cleared' },
    message: `Cache cleared for pattern: ${pattern}`,
  }),
  { data: object({ redis_keys_cleared: integer, pattern: text, status: { const: 'cache_cleared' } }) },
);

interface Bucket {
  readonly timestamp: string;
  readonly values: Record<string, number | null>;
  count: number;
}

/** Points of one instant together, by group. */
function bucketsOf(name: string, points: readonly Point[], dimensions: readonly string[]): readonly Bucket[] {
  const found = new Map<string, Bucket>();
  for (const { timestamp, group, value, count } of points) {
    const bucket = found.get(timestamp) ?? { timestamp, values: {}, count: 0 };
    found.set(timestamp, bucket);
    bucket.count += count;
    const key = groupName(name, group, dimensions);
    Object.defineProperty(bucket.values, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return [...found.values()];
}

function groupName(name: string, group: Point['group'], dimensions: readonly string[]): string {
  if (dimensions.length === 0) return name;
  const values = dimensions.map((dimension) => group[dimension] ?? '(none)');
  // Within several, a separator of a value's own is told apart.
  return values.length === 1 ? values.join('') : values.map((value) => value.replaceAll('|', '\\|')).join(' | ');
}

function measuredOf({ query_ms, cache_hit_rate, points, bytes, cache: from }: Metadata) {
  const kept = { cache_hit_rate, data_points: points, memory_usage: bytes };
  return { query_time: seconds(query_ms), ...kept, cache_hit: from === 'hit' };
}

function seconds(ms: number): number {
  return rounded(ms / 1000, 6);
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
