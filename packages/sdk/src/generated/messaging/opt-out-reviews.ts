// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
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

/** An inbound message that may mean stop */
export interface OptOutReview {
  /** Review id. */
  id: string;
  /** `open` until judged; then `stopped` or `released`. */
  status: 'open' | 'stopped' | 'released' | (string & {});
  /** The contact who is held. */
  contact_id: string;
  /** Who wrote it. */
  from_phone: string;
  /** The inbound message. */
  inbound_id: string;
  /** What they wrote. */
  body: string;
  /** When it arrived. */
  received_at: string;
  /** Messages to the contact that wait for the judgement. */
  waiting_messages: number;
  /** Since when the contact is held. */
  created_at: string;
  /** When it was judged; null while it is open. */
  resolved_at: string | null;
  /** `user:…`, `api_key:…`, or `keyword` when the contact settled it. */
  resolved_by: string | null;
  /** What was noted with the judgement. */
  note: string | null;
}

export interface OptOutReviewListParams extends PageParams {
  /** `open` until judged; then `stopped` or `released`. */
  status?: 'open' | 'stopped' | 'released' | (string & {}) | undefined;
}

export interface OptOutReviewResolveParams {
  /** Whether the person meant stop. */
  decision: 'stop' | 'release' | (string & {});
  /** Why, for whoever reads the ledger. At most 500 characters. */
  note?: string | undefined;
}

/** A judged review, with what became of the messages that waited */
export interface ResolvedOptOutReview extends OptOutReview {
  /** Waiting messages that go on. */
  messages_released: number;
  /** Waiting messages that were left out. */
  messages_excluded: number;
}
