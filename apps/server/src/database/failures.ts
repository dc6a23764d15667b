/** What Postgres says of a failed statement, whichever driver brought it. */
export interface SqlFailure {
  /** SQLSTATE, such as 23505. */
  readonly code: string;
  readonly constraint: string | undefined;
  readonly message: string;
}

/** The SQL failure behind an error, through any wrapping; undefined when it is none. */
export function sqlFailureOf(error: unknown): SqlFailure | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, constraint } = at as Error & { code?: unknown; constraint?: unknown }; // drivers add these fields
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
      return { code, constraint: typeof constraint === 'string' ? constraint : undefined, message: at.message };
    }
  }
  return undefined;
}

/** Whether a unique constraint (a given one, when named) refused the statement. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const failure = sqlFailureOf(error);
  return failure?.code === '23505' && (constraint === undefined || failure.constraint === constraint);
}

/** Whether running the whole transaction again can succeed: serialization failures, deadlocks, a plan older than its table. */
export function isRetryable(error: unknown): boolean {
  const failure = sqlFailureOf(error);
  return failure?.code === '40001' || failure?.code === '40P01' || isStalePlan(failure);
}

/** PGlite keeps statements; one whose columns have changed fails once, and is then parsed anew. */
function isStalePlan(failure: SqlFailure | undefined): boolean {
  return failure?.code === '0A000' && failure.message.includes('cached plan must not change result type');
}
