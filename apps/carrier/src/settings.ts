/** How the simulator behaves where no rule says otherwise. Changed while it runs by `PUT /simulator/settings`. */
export interface Settings {
  readonly sent_after_ms: number;
  /** Counted from sent. */
  readonly delivered_after_ms: number;
  /** Up to this much is added to both delays, differently for each message. */
  readonly spread_ms: number;
  readonly response_delay_ms: number;
  /** Statuses that are called back. */
  readonly callback_statuses: readonly string[];
  /** Tries of a callback before it is given up. */
  readonly callback_attempts: number;
  /** Pause after the first failed try; it doubles with each, up to 15 seconds. */
  readonly callback_backoff_ms: number;
  /** Where inbound messages go whose sender has no address of its own. */
  readonly inbound_url: string | null;
  /** Whether STOP and START are obeyed by the carrier itself (21610 follows), and `OptOutType` is sent. */
  readonly opt_out_handling: boolean;
  /** How long Meta's review of a template takes. */
  readonly template_review_ms: number;
}

/** Quick deliveries and patient callbacks. */
export const defaultSettings: Settings = {
  sent_after_ms: 50,
  delivered_after_ms: 150,
  spread_ms: 0,
  response_delay_ms: 0,
  callback_statuses: ['sent', 'delivered', 'read', 'undelivered', 'failed'],
  callback_attempts: 10,
  callback_backoff_ms: 250,
  inbound_url: null,
  opt_out_handling: false,
  template_review_ms: 500,
};
