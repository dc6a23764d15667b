// Made from the contract by `npm run generate`; do not edit.

export interface EventStreamParams {
  /** Begin after this `sequence`; without it, with what happens from here on. */
  after?: number | undefined;
  /** Keep only events whose name begins so, such as `messaging.campaigns.`. */
  name_prefix?: string | undefined;
}
