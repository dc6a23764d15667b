// Made from the contract by `npm run generate`; do not edit.

/** One permission */
export type AccessScope =
  | 'messaging:read'
  | 'messaging:write'
  | 'messaging:send'
  | 'metrics:read'
  | 'metrics:write'
  | 'events:read'
  | 'system:read'
  | 'jobs:write'
  | 'workspace:read'
  | 'workspace:admin'
  | (string & {});

export interface FieldProblem {
  /** RFC 6901 JSON pointer into the input. */
  pointer: string;
  code: string;
  detail: string;
}

/** At most this many messages to one person in this many days; failed ones do not count */
export interface FrequencyCap {
  /** At most so many messages. */
  messages: number;
  /** Days of 24 hours, back from the moment of sending. */
  days: number;
}

/** A piece of work that outlives its request */
export interface Job {
  /** Job id. */
  id: string;
  /** What is done. */
  kind: string;
  /** The record it is done to. */
  record_id: string;
  /** The operation that asked for it. */
  operation: string;
  status: JobStatus;
  /** How far it is; null before it begins. */
  progress: {
    /** Steps done. */
    done: number;
    /** Steps in all; null while unknown. */
    total: number | null;
  } | null;
  /** What came of it; null until it has succeeded. */
  result: unknown;
  /** Why it failed. */
  error: {
    /** What went wrong. */
    code: string;
    /** The same in words. */
    detail: string;
  } | null;
  /** Instant in UTC, ISO 8601. */
  cancel_requested_at: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
  /** Instant in UTC, ISO 8601. */
  finished_at: string | null;
}

/** `waiting_for_engine`: accepted and kept; it starts when the durable engine is back */
export type JobStatus =
  | 'queued'
  | 'waiting_for_engine'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | (string & {});

/** viewer reads; operator also writes and sends; admin also manages people and keys; owner all */
export type MemberRole = 'viewer' | 'operator' | 'admin' | 'owner' | (string & {});

export interface PageInfo {
  /** Pass as `cursor` for the next page; null at the end. */
  next_cursor: string | null;
  /** Items a page, as asked for. */
  limit: number;
  /** Everything that matches, when `include_total` was given. */
  total?: number;
}

export interface PageParams {
  /** Items in this page, 1 to 500. Default 50. */
  limit?: number | undefined;
  /** `page.next_cursor` of the page before; omit for the first page. At most 1000 characters. */
  cursor?: string | undefined;
  /** Also count everything that matches; slower on large lists. Default false. */
  include_total?: boolean | undefined;
}

/** Why a request failed (RFC 9457) */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** What to change. */
  detail: string;
  instance?: string;
  code:
    | 'malformed'
    | 'validation_failed'
    | 'unauthenticated'
    | 'forbidden'
    | 'not_found'
    | 'method_not_allowed'
    | 'request_timeout'
    | 'conflict'
    | 'idempotency_in_progress'
    | 'payload_too_large'
    | 'unsupported_media_type'
    | 'unprocessable'
    | 'idempotency_mismatch'
    | 'consent_missing'
    | 'not_configured'
    | 'quota_exceeded'
    | 'rate_limited'
    | 'internal'
    | 'unavailable'
    | (string & {});
  request_id: string;
  errors?: FieldProblem[];
}
