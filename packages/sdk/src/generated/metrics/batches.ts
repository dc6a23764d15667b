// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';

/** `marquee.metrics.batches`: get, upload. */
export class Batches extends Resource {
  /**
   * What became of a batch.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const metricBatch = await marquee.metrics.batches.get('batch_20260315_001');
   */
  get(batch_id: string, params?: MetricBatchGetParams, options?: RequestOptions): ApiPromise<MetricBatch> {
    return this.client.call('GET /metrics/batches/{batch_id}', { path: [batch_id], query: params }, options);
  }

  /**
   * Upload 1 to 10,000 records.
   *
   * Numeric fields are metrics, all others are dimensions; `timestamp`, else `date`, is the time. A row is known
   * by its time and dimensions: sent again, the later one takes its place. A text in a field that has been a
   * metric is refused; a number in one that has been a dimension is taken as text. When this answers, the rows are
   * in every query. The same `batch_id` with the same records answers the first receipt; with others it is a
   * conflict.
   *
   * @throws {ConflictError}
   * @throws {PayloadTooLargeError}
   * @throws {UnprocessableError}
   * @example
   * const metricBatch = await marquee.metrics.batches.upload({
   *   data_type: 'meta_ads',
   *   data: [
   *     {
   *       date: '2026-03-15T00:00:00Z',
   *       campaign_name: 'Summer Sale',
   *       impressions: 15000,
   *       clicks: 450,
   *       spend: 299.99,
   *     },
   *   ],
   * });
   */
  upload(params: MetricBatchUploadParams, options?: RequestOptions): ApiPromise<MetricBatch> {
    return this.client.call('POST /metrics/batches', { body: params }, options);
  }
}

export interface MetricBatch {
  /** Your name for it, or ours when you gave none. */
  batch_id: string;
  /** Where the data comes from. */
  data_type: string;
  /** `stored`: every accepted row is in the next query. `processed`: the catalog and the event have followed, too. */
  status: 'stored' | 'processed' | (string & {});
  /** Records in the batch. */
  records_received: number;
  /** Rows that are new. */
  accepted: number;
  /** Rows that took the place of an earlier one of the same time and dimensions. */
  replaced: number;
  /** Rows that were there already, or that a later one of this batch takes the place of. */
  duplicates: number;
  /** Records that were not taken. */
  rejected: number;
  /** The first 1,000 records that were not taken, and why. */
  rejections: MetricRejection[];
  /** How many were not taken for each reason. */
  rejections_by_reason: Record<string, number>;
  /** Numeric fields seen in it. */
  metrics: string[];
  /** Other fields seen in it. */
  dimensions: string[];
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  processed_at: string | null;
}

export interface MetricBatchGetParams {
  /** Needed when several data types have a batch of this name. */
  data_type?: string | undefined;
}

export interface MetricBatchUploadParams {
  /** Where the data comes from, such as `meta_ads`: 1 to 64 letters, digits, `_`, `.` or `-`. */
  data_type: string;
  /** Records, 1 to 10,000; values are numbers, text, booleans or null. At most 10000 items. */
  data: Record<string, unknown>[];
  /** Makes the upload safe to repeat; one is made when there is none. */
  batch_id?: string | null | undefined;
}

export interface MetricRejection {
  /** Which record, from 0. */
  index: number;
  /** Why it was not taken. */
  reason:
    | 'time_missing'
    | 'time_invalid'
    | 'time_out_of_range'
    | 'no_metric'
    | 'value_not_finite'
    | 'value_too_large'
    | 'value_not_plain'
    | 'metric_not_number'
    | 'field_name_invalid'
    | 'too_many_fields'
    | 'too_many_metrics'
    | 'too_many_dimensions'
    | 'dimension_too_long'
    | 'too_many_dimension_sets'
    | (string & {});
  /** Which field is meant; null where none is. */
  field: string | null;
  /** What to change. */
  detail: string;
}
