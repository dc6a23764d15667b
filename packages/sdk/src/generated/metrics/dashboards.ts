// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';
import type { MetricPoint, MetricRequestInput, MetricsMetadata } from './schemas.ts';

/** `marquee.metrics.dashboards`: query. */
export class Dashboards extends Resource {
  /**
   * Compute the metrics of a dashboard.
   *
   * A read with a body. Equal questions are answered from a cache until the data changes; the ETag is the
   * question’s and the data’s. Metrics of one data type that are grouped alike are computed together.
   *
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * const dashboardAnswer = await marquee.metrics.dashboards.query({
   *   metrics: [{ name: 'total_spend', data_type: 'meta_ads' }],
   *   time_range: { start: '2026-03-15T00:00:00Z', end: '2026-03-15T00:00:00Z' },
   * });
   */
  query(params: DashboardsQueryParams, options?: RequestOptions): ApiPromise<DashboardAnswer> {
    return this.client.call('POST /metrics/query', { body: params }, options);
  }
}

export interface DashboardAnswer {
  /** In the order asked for. */
  series: MetricSeries[];
  /** How the answer was come by. */
  metadata: MetricsMetadata;
}

export interface DashboardsQueryParams {
  /** What to compute, 1 to 20 metrics of different names. */
  metrics: MetricRequestInput[];
  /** Rows from `start` on and before `end`, at most 5 years. */
  time_range: {
    /** Rows from this instant. */
    start: string;
    /** Rows before this instant. */
    end: string;
  };
  /**
   * Seconds of one bucket, 60 to 86400. Buckets begin at multiples of it since 1970 in UTC; 86400 means local
   * days. Default 3600.
   */
  granularity?: number | undefined;
  /**
   * Whose days 86400 means, and whose clock instants without an offset; the workspace’s unless given. At most 64
   * characters.
   */
  time_zone?: string | undefined;
  /**
   * Only rows whose dimension has this value, or one of these; null stands for rows without the dimension. At most
   * 16 dimensions. Default {}.
   */
  filters?: Record<string, string | number | boolean | null | (string | number | boolean | null)[]> | undefined;
  /**
   * Points of one metric, 1 to 10000, the earliest first and within one instant by the names of the groups.
   * Default 1000.
   */
  limit?: number | undefined;
}

export interface MetricSeries {
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
}
