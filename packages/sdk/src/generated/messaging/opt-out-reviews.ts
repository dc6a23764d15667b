// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../core/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../core/resource.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.optOutReviews`: list, resolve. */
export class OptOutReviews extends Resource {
  /**
   * List answers that may mean stop, newest first.
   *
   * Messages to the contact wait meanwhile, for 72 hours at most; a message whose hold nobody resolved by then is
   * left out with the reason `opt_out_review`.
   *
   * @example
   * for await (const optOutReview of marquee.messaging.optOutReviews.list()) console.log(optOutReview);
   */
  list(params?: OptOutReviewListParams, options?: RequestOptions): PagePromise<OptOutReview> {
    return this.client.page('GET /messaging/opt-out-reviews', { query: params }, options);
  }

  /**
   * Judge an answer that may mean stop.
   *
   * `stop` records STOP in the ledger, closes the contact’s other open reviews and leaves the waiting messages
   * out. `release` lets them go, unless another review holds the contact. Both are written to the ledger with who
   * decided.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const resolvedOptOutReview = await marquee.messaging.optOutReviews.resolve(review_id, { decision: 'stop' });
   */
  resolve(
    review_id: string,
    params: OptOutReviewResolveParams,
    options?: RequestOptions,
  ): ApiPromise<ResolvedOptOutReview> {
    return this.client.call(
      'POST /messaging/opt-out-reviews/{review_id}/resolve',
      { path: [review_id], body: params },
      options,
    );
  }
}

export interface OptOutReview {
  id: string;
  status: 'open' | 'stopped' | 'released' | (string & {});
  contact_id: string;
  /** Who wrote it. */
  from_phone: string;
  inbound_id: string;
  /** What they wrote. */
  body: string;
  /** Instant in UTC, ISO 8601. */
  received_at: string;
  /** Messages to the contact that wait for the judgement. */
  waiting_messages: number;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  resolved_at: string | null;
  /** `user:…`, `api_key:…`, or `keyword` when the contact settled it. */
  resolved_by: string | null;
  note: string | null;
}

export interface OptOutReviewListParams extends PageParams {
  status?: 'open' | 'stopped' | 'released' | (string & {}) | undefined;
}

export interface OptOutReviewResolveParams {
  decision: 'stop' | 'release' | (string & {});
  /** Why, for whoever reads the ledger. At most 500 characters. */
  note?: string | undefined;
}

export interface ResolvedOptOutReview extends OptOutReview {
  /** Waiting messages that go on. */
  messages_released: number;
  /** Waiting messages that were left out. */
  messages_excluded: number;
}
