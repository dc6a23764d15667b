import { ResourceTree } from './generated/resources.ts';
import type { ClientOptions } from './http/client-options.ts';
import { connect } from './http/connect.ts';
import type { Jobs } from './jobs.ts';

/**
 * Marquee's operations as `marquee.<domain>.<resource>.<verb>`.
 *
 * @example
 * const marquee = new Marquee({ apiKey });
 * const campaign = await marquee.messaging.campaigns.get(campaign_id);
 */
export class Marquee extends ResourceTree {
  /** Long work: list, get, cancel, and `wait` for its end. */
  readonly jobs: Jobs;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions = {}) {
    super(connect(options));
    this.jobs = this.system.jobs;
    this.#options = options;
  }

  /** The same client with other options. An `apiKey` or a `token` takes the place of either. */
  withOptions(options: ClientOptions): Marquee {
    const isOtherCaller = options.apiKey !== undefined || options.token !== undefined;
    const anonymous = isOtherCaller ? { apiKey: undefined, token: undefined } : {};
    return new Marquee({ ...this.#options, ...anonymous, ...options });
  }
}
