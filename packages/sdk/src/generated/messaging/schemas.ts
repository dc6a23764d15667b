// Made from the contract by `npm run generate`; do not edit.

/**
 * `OPT_IN`: may be messaged. `OPT_OUT`: has not agreed, or withdrew. `STOP`: asked to stop by keyword or through
 * an operator; only new evidence lifts it
 */
export type ConsentState = 'OPT_IN' | 'OPT_OUT' | 'STOP' | (string & {});
