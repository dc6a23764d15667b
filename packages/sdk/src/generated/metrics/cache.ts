// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';

/** `marquee.metrics.cache`: clear. */
export class Cache extends Resource {
  /**
   * Forget kept answers.
   *
   * Never needed for correct numbers: new data makes kept answers of its type void by itself. Every server process
   * forgets, before its next answer.
   *
   * @example
   * const clearedCache = await marquee.metrics.cache.clear({ pattern: 'dashboard:*' });
   */
  clear(params?: CacheClearParams, options?: RequestOptions): ApiPromise<ClearedCache> {
    return this.client.call('DELETE /metrics/cache', { query: params }, options);
  }
}

export interface CacheClearParams {
  /**
   * Which, as a glob over `dashboard:<data types>` and `series:<metric>:<data type>`; `*` is any text, `?` one
   * character. At most 200 characters. Default "*".
   */
  pattern?: string | undefined;
}

export interface ClearedCache {
  /** As asked for. */
  pattern: string;
  /** Answers that this server process has forgotten. */
  cleared: number;
}
