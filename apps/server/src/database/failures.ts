/** What Postgres says of a failed statement, whichever driver brought it. */
export interface SqlFailure {
  /** SQLSTATE, such as 23505. */
  readonly code: string;
  readonly constraint: string | undefined;
}

/** The SQL failure behind an error, through any wrapping; undefined when it is none. */
export function sqlFailureOf(error: unknown): SqlFailure | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, constraint } = at as Error & { code?: unknown; constraint?: unknown }; // drivers add these fields
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
      return { code, constraint: typeof constraint === 'string' ? constraint : undefined };
    }
  }
  return undefined;
}

/** Whether a unique constraint (a given one, when named) refused the statement. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const failure = sqlFailureOf(error);
  return failure?.code === '23505' && (constraint === undefined || failure.constraint === constraint);
}

/** Whether running the whole transaction again can succeed: serialization failures and deadlocks. */
export function isRetryable(error: unknown): boolean {
  const code = sqlFailureOf(error)?.code;
  return code === '40001' || code === '40P01';
}
