// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { LoggedEvent } from './schemas.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.events.log`: list. */
export class Log extends Resource {
  /**
   * List past events in the order they happened.
   *
   * Gives the events the caller may see, oldest first unless asked otherwise. Pass the last `sequence` seen as
   * `after` to fill a gap that a live stream left.
   *
   * @example
   * for await (const loggedEvent of marquee.events.log.list()) console.log(loggedEvent);
   */
  list(params?: LoggedEventListParams, options?: RequestOptions): PagePromise<LoggedEvent> {
    return this.client.page('GET /events/log', { query: params }, options);
  }
}

export interface LoggedEventListParams extends PageParams {
  /** `sequence` of the last event already seen; 0 means from the beginning. Default 0. */
  after?: number | undefined;
  /** Keep only events whose name begins so, such as `messaging.campaigns.`. */
  name_prefix?: string | undefined;
  /** `oldest` first, as they happened, or `newest` first, to look back. Default "oldest". */
  order?: 'oldest' | 'newest' | (string & {}) | undefined;
}
