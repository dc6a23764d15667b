// Made from the contract by `npm run generate`; do not edit.

export interface ConsentEntry {
  /** Entry id. */
  id: string;
  state: ConsentState;
  /** `api`, `import`, `compat`, `keyword`, `operator`, `provider` or `deletion`. */
  source: string;
  /** What was given or attested; `flagged` is true when nobody gave evidence. */
  evidence: Record<string, unknown>;
  /** Instant in UTC, ISO 8601. */
  at: string;
}

/**
 * `OPT_IN`: may be messaged. `OPT_OUT`: has not agreed, or withdrew. `STOP`: asked to stop by keyword or through
 * an operator; only new evidence lifts it
 */
export type ConsentState = 'OPT_IN' | 'OPT_OUT' | 'STOP' | (string & {});

/** One condition on one attribute */
export interface FilterCondition {
  /**
   * An attribute’s name, or one of phone_e164, consent_state, time_zone, created_at, updated_at,
   * consent_updated_at, last_message_received.
   */
  attribute: string;
  /**
   * `equals`, `in` compare case-sensitively, days and instants whatever their offset; `contains`, `starts_with` in
   * any case. `not_equals`, `not_in` also match contacts without the attribute. `greater_than`, `less_than`,
   * `gte`, `lte` take a number, a day or an instant; `before`, `after` a day (midnight UTC) or an instant.
   * `within_days`: an instant in the last N days. `exists` without a value, or with true: the attribute is there.
   */
  operator:
    | 'equals'
    | 'not_equals'
    | 'greater_than'
    | 'less_than'
    | 'gte'
    | 'lte'
    | 'contains'
    | 'starts_with'
    | 'in'
    | 'not_in'
    | 'exists'
    | 'before'
    | 'after'
    | 'within_days'
    | (string & {});
  /** What to compare with; a list for `in` and `not_in`. */
  value?: string | number | boolean | (string | number | boolean)[];
}

/** Conditions joined by AND or OR */
export interface FilterGroup {
  /** `AND`: every condition holds. `OR`: at least one does. */
  operator: 'AND' | 'OR' | (string & {});
  /** Conditions, and groups of them. */
  conditions: (FilterCondition | FilterGroup)[];
}

/**
 * Before the carrier: planned, excluded, claimed, calling, unconfirmed, expired, held. At the carrier: accepted
 * to read, undelivered, failed, canceled
 */
export type MessageStatus =
  | 'planned'
  | 'excluded'
  | 'claimed'
  | 'calling'
  | 'unconfirmed'
  | 'expired'
  | 'held'
  | 'accepted'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | (string & {});

export type SegmentFilter = FilterCondition | FilterGroup;
