// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { MetricRequestInput } from './schemas.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.metrics.views`: list, create, delete. */
export class Views extends Resource {
  /**
   * List saved views, newest first.
   *
   * @example
   * for await (const metricsView of marquee.metrics.views.list()) console.log(metricsView);
   */
  list(params?: MetricsViewListParams, options?: RequestOptions): PagePromise<MetricsView> {
    return this.client.page('GET /metrics/views', { query: params }, options);
  }

  /**
   * Save a view.
   *
   * @throws {ConflictError}
   * @example
   * const metricsView = await marquee.metrics.views.create({
   *   name: 'Spend by country',
   *   query: {
   *     metrics: [{ name: 'total_spend', data_type: 'meta_ads' }],
   *     time_range: { start: '2026-03-15T00:00:00Z', end: '2026-03-15T00:00:00Z' },
   *   },
   * });
   */
  create(params: MetricsViewCreateParams, options?: RequestOptions): ApiPromise<MetricsView> {
    return this.client.call('POST /metrics/views', { body: params, key: true }, options);
  }

  /**
   * Delete a view.
   *
   * @throws {NotFoundError}
   * @example
   * const deletedMetricsView = await marquee.metrics.views.delete(view_id);
   */
  delete(view_id: string, options?: RequestOptions): ApiPromise<DeletedMetricsView> {
    return this.client.call('DELETE /metrics/views/{view_id}', { path: [view_id] }, options);
  }
}

export interface DeletedMetricsView {
  /** The view. */
  id: string;
}

/** One metric of a dashboard */
export interface MetricRequest {
  /**
   * A field, `total_`, `sum_`, `avg_`, `min_`, `max_` or `count_` and a field, a derived metric such as `ctr`, or,
   * for `unique`, the dimension to count. The answer is found under this name.
   */
  name: string;
  /** Where the data comes from, such as `meta_ads`: 1 to 64 letters, digits, `_`, `.` or `-`. */
  data_type: string;
  /** Group by these dimensions, at most 8. */
  dimensions: string[];
  /**
   * How rows become one number: what the name says unless given, `sum` where it says nothing. Derived metrics are
   * always ratios of sums. `unique` counts the distinct values of the dimension `name`.
   */
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
    | 'rate'
    | (string & {});
  /** For `rate`: the field whose sum is divided. */
  numerator?: string;
  /** For `rate`: the field whose sum divides. */
  denominator?: string;
}

export interface MetricsView {
  /** The view. */
  id: string;
  /** Unique name. */
  name: string;
  query: MetricsViewQuery;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
}

export interface MetricsViewCreateParams {
  /** Unique name. At most 200 characters. */
  name: string;
  query: MetricsViewQueryInput;
}

export interface MetricsViewListParams extends PageParams {}

/** A dashboard’s question, kept */
export interface MetricsViewQuery {
  /** What to compute, 1 to 20 metrics of different names. */
  metrics: MetricRequest[];
  /** A fixed range, or the last seconds whenever it is asked. */
  time_range:
    | {
        /** Rows from this instant. */
        start: string;
        /** Rows before this instant. */
        end: string;
      }
    | {
        /** Seconds back from now, 60 to five years. */
        last: number;
      };
  /**
   * Seconds of one bucket, 60 to 86400. Buckets begin at multiples of it since 1970 in UTC; 86400 means local
   * days.
   */
  granularity: number;
  /** Whose days 86400 means, and whose clock instants without an offset; the workspace’s unless given. */
  time_zone?: string;
  /**
   * Only rows whose dimension has this value, or one of these; null stands for rows without the dimension. At most
   * 16 dimensions.
   */
  filters: Record<string, string | number | boolean | null | (string | number | boolean | null)[]>;
  /** Points of one metric, 1 to 10000, the earliest first and within one instant by the names of the groups. */
  limit: number;
}

/** A dashboard’s question, kept */
export interface MetricsViewQueryInput {
  /** What to compute, 1 to 20 metrics of different names. */
  metrics: MetricRequestInput[];
  /** A fixed range, or the last seconds whenever it is asked. */
  time_range:
    | {
        /** Rows from this instant. */
        start: string;
        /** Rows before this instant. */
        end: string;
      }
    | {
        /** Seconds back from now, 60 to five years. 60 to 157766400. */
        last: number;
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
