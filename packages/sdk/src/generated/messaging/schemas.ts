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
