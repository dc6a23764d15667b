import type { FieldProblem, Problem } from '../generated/schemas.ts';

/** Everything that this client throws by itself. What a caller's own signal gives as its reason is thrown as it is. */
export class MarqueeError extends Error {
  override name = 'MarqueeError';
}

/** No whole answer came: the connection could not be made, or broke. */
export class ConnectionError extends MarqueeError {
  override name = 'ConnectionError';
}

/** No whole answer came in time. */
export class TimeoutError extends ConnectionError {
  override name = 'TimeoutError';
}

/** A job ended otherwise than well. */
export class JobFailedError<Job = unknown> extends MarqueeError {
  override name = 'JobFailedError';
  readonly job: Job;

  constructor(message: string, job: Job) {
    super(message);
    this.job = job;
  }
}

/** A webhook's signature is wrong, too old, or missing. */
export class WebhookVerificationError extends MarqueeError {
  override name = 'WebhookVerificationError';
}

/** What a refusal was answered to. */
export interface Refusal {
  readonly problem: Problem;
  readonly response: Response;
}

/** The server answered, and refused. There is a class for each code. */
export class ApiError extends MarqueeError {
  readonly status: number;
  /** Why, from a closed list; a newer server may know further codes. */
  readonly code: Problem['code'];
  /** Name it when you ask for help: the server's log has it, too. */
  readonly request_id: string;
  /** What is wrong with which field; empty unless the input is at fault. */
  readonly problems: readonly FieldProblem[];
  /** The whole answer (RFC 9457). */
  readonly problem: Problem;
  readonly headers: Headers;

  constructor({ problem, response }: Refusal) {
    super(problem.detail);
    // Names of classes do not survive a minifier.
    this.name = new.target === ApiError ? 'ApiError' : `${pascal(problem.code)}Error`;
    this.status = problem.status;
    this.code = problem.code;
    this.request_id = problem.request_id;
    this.problems = problem.errors ?? [];
    this.problem = problem;
    this.headers = response.headers;
  }
}

/** The request could not be read. */
export class MalformedError extends ApiError {}
/** The input is not valid; `problems` names the fields. */
export class ValidationFailedError extends ApiError {}
/** The credential is missing, wrong or over. */
export class UnauthenticatedError extends ApiError {}
/** The caller may not do this. */
export class ForbiddenError extends ApiError {}
/** There is no such record. */
export class NotFoundError extends ApiError {}
/** Nothing is done by this method here. */
export class MethodNotAllowedError extends ApiError {}
/** The server gave up waiting. */
export class RequestTimeoutError extends ApiError {}
/** The record's state does not allow it. */
export class ConflictError extends ApiError {}
/** A call with the same Idempotency-Key has not ended. */
export class IdempotencyInProgressError extends ApiError {}
/** The body is larger than the operation takes. */
export class PayloadTooLargeError extends ApiError {}
/** The body is of a type that the operation does not take. */
export class UnsupportedMediaTypeError extends ApiError {}
/** The input is well-formed, and yet it cannot be done. */
export class UnprocessableError extends ApiError {}
/** The Idempotency-Key was used with other input. */
export class IdempotencyMismatchError extends ApiError {}
/** A recipient has not agreed. */
export class ConsentMissingError extends ApiError {}
/** A vendor or a feature is not set up. */
export class NotConfiguredError extends ApiError {}
/** A quota is used up. */
export class QuotaExceededError extends ApiError {}
/** Too many requests. */
export class RateLimitedError extends ApiError {}
/** The server failed. */
export class InternalError extends ApiError {}
/** The server, or a part it needs, is away. */
export class UnavailableError extends ApiError {}

/** A code that this version has a class for: those of the contract, without the opening for later ones. */
export type KnownCode<Code = Problem['code']> = Code extends string ? (string extends Code ? never : Code) : never;

/** The class of each code. A code that the contract adds does not compile until it has one. */
export const errorClasses = {
  malformed: MalformedError,
  validation_failed: ValidationFailedError,
  unauthenticated: UnauthenticatedError,
  forbidden: ForbiddenError,
  not_found: NotFoundError,
  method_not_allowed: MethodNotAllowedError,
  request_timeout: RequestTimeoutError,
  conflict: ConflictError,
  idempotency_in_progress: IdempotencyInProgressError,
  payload_too_large: PayloadTooLargeError,
  unsupported_media_type: UnsupportedMediaTypeError,
  unprocessable: UnprocessableError,
  idempotency_mismatch: IdempotencyMismatchError,
  consent_missing: ConsentMissingError,
  not_configured: NotConfiguredError,
  quota_exceeded: QuotaExceededError,
  rate_limited: RateLimitedError,
  internal: InternalError,
  unavailable: UnavailableError,
} as const satisfies Record<KnownCode, typeof ApiError>;

function pascal(code: string): string {
  return code.replace(/(?:^|_)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
