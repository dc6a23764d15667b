// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';

/** `marquee.workspace.limits`: get. */
export class Limits extends Resource {
  /**
   * Read the rate limits of the caller and what is left of them.
   *
   * @example
   * const limitStates = await marquee.workspace.limits.get();
   */
  get(options?: RequestOptions): ApiPromise<LimitStates> {
    return this.client.call('GET /workspace/limits', {}, options);
  }
}

/** One rate limit as it stands for the caller */
export interface LimitState {
  /** Name of the policy, as in the RateLimit headers. */
  policy: string;
  /** Calls allowed in one window. */
  quota: number;
  /** Length of one window in seconds. */
  window_seconds: number;
  /** Calls left. */
  remaining: number;
  /** Seconds until the whole limit is there again. */
  reset_seconds: number;
}

export interface LimitStates {
  /** One a policy. */
  items: LimitState[];
}
