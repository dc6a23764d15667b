/** How one failure looks on the wire: its HTTP status, its title, and whether trying again can help. */
export interface ErrorKind {
  readonly status: number;
  readonly title: string;
  readonly retry: 'never' | 'after_change' | 'later';
}

/** Every code a caller can meet. The list alone maps a code to its HTTP status and retry advice. */
export const errorKinds = {
  malformed: { status: 400, title: 'Malformed request', retry: 'after_change' },
  validation_failed: { status: 400, title: 'Invalid input', retry: 'after_change' },
  unauthenticated: { status: 401, title: 'Sign in first', retry: 'after_change' },
  forbidden: { status: 403, title: 'Not allowed', retry: 'never' },
  not_found: { status: 404, title: 'Not found', retry: 'never' },
  method_not_allowed: { status: 405, title: 'Method not allowed', retry: 'never' },
  request_timeout: { status: 408, title: 'Request took too long', retry: 'later' },
  conflict: { status: 409, title: 'Conflict', retry: 'after_change' },
  idempotency_in_progress: { status: 409, title: 'The same request is still running', retry: 'later' },
  payload_too_large: { status: 413, title: 'Request too large', retry: 'after_change' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type', retry: 'after_change' },
  unprocessable: { status: 422, title: 'Cannot be done', retry: 'after_change' },
  idempotency_mismatch: { status: 422, title: 'Idempotency key used with another request', retry: 'after_change' },
  consent_missing: { status: 422, title: 'Consent is missing', retry: 'after_change' },
  not_configured: { status: 422, title: 'Not configured', retry: 'after_change' },
  quota_exceeded: { status: 429, title: 'Quota used up', retry: 'later' },
  rate_limited: { status: 429, title: 'Too many requests', retry: 'later' },
  internal: { status: 500, title: 'Something went wrong on our side', retry: 'later' },
  unavailable: { status: 503, title: 'Temporarily unavailable', retry: 'later' },
} as const satisfies Record<string, ErrorKind>;

/** A code from the closed list. */
export type ErrorCode = keyof typeof errorKinds;

/** One thing wrong with one field; `pointer` is an RFC 6901 JSON pointer into the input. */
export interface FieldProblem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** An RFC 9457 problem document: the body of every failed request, and `error.data.problem` in tRPC. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: ErrorCode;
  readonly request_id: string;
  readonly errors?: readonly FieldProblem[];
}

/** What a refusal carries besides its code and detail. */
export interface RefusalExtras {
  readonly errors?: readonly FieldProblem[];
  /** Seconds until a retry can succeed; sent as Retry-After. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** A refusal a caller may see. Anything else that is thrown is a defect and becomes `internal`. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldProblem[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: string, extras: RefusalExtras = {}) {
    super(detail, { cause: extras.cause });
    this.name = 'ApiError';
    this.code = code;
    this.errors = extras.errors;
    this.retryAfterSeconds = extras.retryAfterSeconds;
  }
}

/** The problem document of a refusal, as answered to the request `requestId` at `instance`. */
export function problemOf(error: ApiError, requestId: string, instance?: string): Problem {
  const kind = errorKinds[error.code];
  return {
    type: `https://marquee.dev/problems/${error.code}`,
    title: kind.title,
    status: kind.status,
    detail: error.message,
    ...(instance === undefined ? {} : { instance }),
    code: error.code,
    request_id: requestId,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
  };
}
