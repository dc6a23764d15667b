// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, Download, RequestOptions } from '../../calls/resource.ts';
import type { MetricPoint, MetricsMetadata } from './schemas.ts';

/** `marquee.metrics.series`: get, csv. */
export class Series extends Resource {
  /**
   * One metric over time.
   *
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * const metricSeriesAnswer = await marquee.metrics.series.get('total_spend', {
   *   data_type: 'meta_ads',
   *   start_time: '2026-03-15T00:00:00Z',
   *   end_time: '2026-03-15T00:00:00Z',
   * });
   */
  get(
    metric_name: string,
    params: MetricSeriesAnswerGetParams,
    options?: RequestOptions,
  ): ApiPromise<MetricSeriesAnswer> {
    return this.client.call('GET /metrics/series/{metric_name}', { path: [metric_name], query: params }, options);
  }

  /**
   * One metric over time, as CSV.
   *
   * RFC 4180: `timestamp`, one column for each dimension, `metric_value`, `count`. Streamed, however long, in
   * windows of buckets that are each read by themselves. The trailer `X-Row-Count` tells a whole file; a
   * connection that ends without its last chunk was cut. Cells that a spreadsheet would compute begin with an
   * apostrophe.
   *
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * const download = await marquee.metrics.series.csv('total_spend', {
   *   data_type: 'meta_ads',
   *   start_time: '2026-03-15T00:00:00Z',
   *   end_time: '2026-03-15T00:00:00Z',
   * });
   */
  csv(metric_name: string, params: MetricSeriesAnswerCsvParams, options?: RequestOptions): ApiPromise<Download> {
    return this.client.download(
      'GET /metrics/series/{metric_name}/csv',
      { path: [metric_name], query: params },
      options,
    );
  }
}

export interface MetricSeriesAnswer {
  /** As asked for. */
  name: string;
  /** Where the data comes from. */
  data_type: string;
  /** How rows became one number. */
  aggregation: string;
  /** What it is grouped by. */
  dimensions: string[];
  /** False for percentiles: within 1 % of the value at that rank. */
  exact: boolean;
  /** The earliest first; buckets without rows are left out. */
  points: MetricPoint[];
  /** There are more points than `limit`. */
  truncated: boolean;
  /** Seconds of one bucket. */
  granularity: number;
  /** How the answer was come by. */
  metadata: MetricsMetadata;
}

export interface MetricSeriesAnswerCsvParams {
  /** Where the data comes from, such as `meta_ads`: 1 to 64 letters, digits, `_`, `.` or `-`. */
  data_type: string;
  /** Rows from this instant. */
  start_time: string;
  /** Rows before this instant. */
  end_time: string;
  /**
   * Seconds of one bucket, 60 to 86400. Buckets begin at multiples of it since 1970 in UTC; 86400 means local
   * days. Default 3600.
   */
  granularity?: number | undefined;
  /** Group by these dimensions, at most 8. Default []. */
  dimensions?: string[] | undefined;
  /** What the name says unless given. */
  aggregation_type?:
    | 'sum'
    | 'avg'
    | 'min'
    | 'max'
    | 'count'
    | 'p50'
    | 'p95'
    | 'p99'
    | 'unique'
    | (string & {})
    | undefined;
  /**
   * Only rows with `dimension=value`; several of one dimension mean any of them. A comma belongs to the value
   * unless another `dimension=` follows it. At most 64 items. Default [].
   */
  filters?: string[] | undefined;
  /** Whose days 86400 means; the workspace’s unless given. At most 64 characters. */
  time_zone?: string | undefined;
}

export interface MetricSeriesAnswerGetParams {
  /** Where the data comes from, such as `meta_ads`: 1 to 64 letters, digits, `_`, `.` or `-`. */
  data_type: string;
  /** Rows from this instant. */
  start_time: string;
  /** Rows before this instant. */
  end_time: string;
  /**
   * Seconds of one bucket, 60 to 86400. Buckets begin at multiples of it since 1970 in UTC; 86400 means local
   * days. Default 3600.
   */
  granularity?: number | undefined;
  /** Group by these dimensions, at most 8. Default []. */
  dimensions?: string[] | undefined;
  /** What the name says unless given. */
  aggregation_type?:
    | 'sum'
    | 'avg'
    | 'min'
    | 'max'
    | 'count'
    | 'p50'
    | 'p95'
    | 'p99'
    | 'unique'
    | (string & {})
    | undefined;
  /**
   * Only rows with `dimension=value`; several of one dimension mean any of them. A comma belongs to the value
   * unless another `dimension=` follows it. At most 64 items. Default [].
   */
  filters?: string[] | undefined;
  /** Whose days 86400 means; the workspace’s unless given. At most 64 characters. */
  time_zone?: string | undefined;
  /** Points, 1 to 10000, the earliest first. Default 10000. */
  limit?: number | undefined;
}
