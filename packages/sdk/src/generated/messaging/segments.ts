// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { FilterCondition, FilterGroup, SegmentFilter } from './schemas.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.segments`: list, get, create, update, delete, evaluate, preview. */
export class Segments extends Resource {
  /**
   * List segments, newest first.
   *
   * @example
   * for await (const segment of marquee.messaging.segments.list()) console.log(segment);
   */
  list(params?: SegmentListParams, options?: RequestOptions): PagePromise<Segment> {
    return this.client.page('GET /messaging/segments', { query: params }, options);
  }

  /**
   * Get a segment and how many contacts match now.
   *
   * @throws {NotFoundError}
   * @example
   * const segment = await marquee.messaging.segments.get(segment_id);
   */
  get(segment_id: string, options?: RequestOptions): ApiPromise<Segment> {
    return this.client.call('GET /messaging/segments/{segment_id}', { path: [segment_id] }, options);
  }

  /**
   * Save a segment.
   *
   * @throws {ConflictError}
   * @example
   * const segment = await marquee.messaging.segments.create({
   *   name: 'Premium in Berlin',
   *   filter_criteria: { attribute: 'city', operator: 'equals', value: 'Berlin' },
   * });
   */
  create(params: SegmentCreateParams, options?: RequestOptions): ApiPromise<Segment> {
    return this.client.call('POST /messaging/segments', { body: params, key: true }, options);
  }

  /**
   * Change a segment.
   *
   * Fields left out keep their value. A running campaign keeps the audience it began with.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const segment = await marquee.messaging.segments.update(segment_id, { name: 'Premium in Berlin' });
   */
  update(segment_id: string, params: SegmentUpdateParams, options?: RequestOptions): ApiPromise<Segment> {
    return this.client.call('PUT /messaging/segments/{segment_id}', { path: [segment_id], body: params }, options);
  }

  /**
   * Delete a segment.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const deletedSegment = await marquee.messaging.segments.delete(segment_id);
   */
  delete(segment_id: string, options?: RequestOptions): ApiPromise<DeletedSegment> {
    return this.client.call('DELETE /messaging/segments/{segment_id}', { path: [segment_id] }, options);
  }

  /**
   * Count the contacts that match now, with a sample.
   *
   * @throws {NotFoundError}
   * @example
   * const segmentEvaluation = await marquee.messaging.segments.evaluate(segment_id);
   */
  evaluate(
    segment_id: string,
    params?: SegmentEvaluateParams,
    options?: RequestOptions,
  ): ApiPromise<SegmentEvaluation> {
    return this.client.call(
      'POST /messaging/segments/{segment_id}/evaluate',
      { path: [segment_id], body: params },
      options,
    );
  }

  /**
   * Count the contacts that a filter matches now, with a sample, without saving it.
   *
   * @example
   * const segmentPreview = await marquee.messaging.segments.preview({ filter_criteria: { attribute: 'city',
   * operator: 'equals', value: 'Berlin' } });
   */
  preview(params: SegmentPreviewParams, options?: RequestOptions): ApiPromise<SegmentPreview> {
    return this.client.call('POST /messaging/segments/preview', { body: params }, options);
  }
}

export interface DeletedSegment {
  /** Segment id. */
  id: string;
}

/** A saved filter over contacts */
export interface Segment {
  /** Segment id. */
  id: string;
  /** Unique name. */
  name: string;
  /** Notes of your own. */
  description: string | null;
  /** One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions. */
  filter_criteria: SegmentFilter;
  /** Contacts that match: counted now by `get`, when the segment was last saved by `list`. */
  estimated_audience_size: number;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

export interface SegmentCreateParams {
  /** Unique name. At most 200 characters. */
  name: string;
  /** Notes of your own. At most 2000 characters. */
  description?: string | null | undefined;
  /** One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions. */
  filter_criteria: SegmentFilter;
}

export interface SegmentEvaluateParams {
  /** Numbers to show, 0 to 100. Default 10. */
  sample_size?: number | undefined;
}

export interface SegmentEvaluation extends SegmentPreview {
  /** Segment id. */
  segment_id: string;
}

export interface SegmentListParams extends PageParams {
  /** Only those whose name contains this text, in capital or small letters. At most 100 characters. */
  name_contains?: string | undefined;
}

/** Whom a filter matches, before it is saved */
export interface SegmentPreview {
  /** Contacts that match, whatever their consent. */
  matching_users: number;
  /** Those of them that may be messaged. */
  opted_in: number;
  /** Numbers of the newest that match. */
  sample_users: string[];
  /** Milliseconds the evaluation took. */
  evaluation_time_ms: number;
}

export interface SegmentPreviewParams {
  /** One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions. */
  filter_criteria: SegmentFilter;
  /** Numbers to show, 0 to 100. Default 10. */
  sample_size?: number | undefined;
}

export interface SegmentUpdateParams {
  /** Unique name. At most 200 characters. */
  name?: string | undefined;
  /** Notes of your own. At most 2000 characters. */
  description?: string | null | undefined;
  /** One condition, or AND/OR over conditions and further groups; at most 8 levels and 500 conditions. */
  filter_criteria?: SegmentFilter | undefined;
}
