import type { AnswerHeader, Operation, RawOperation, RawRequest, RawResponse } from '@marquee/api/operation';
import type { Sender } from './context.ts';
import type { LimitPolicy } from './limits/limits.ts';

/** One call as a door hands it in. */
export interface Incoming {
  readonly requestId: string;
  readonly authorization: string | null;
  readonly idempotencyKey: string | null;
  readonly sender: Sender;
  readonly signal: AbortSignal;
  readonly door: 'rest' | 'trpc' | 'compat';
  /** Limits that stand instead of the operation's own, such as a document's per-address ones. */
  readonly limitOverride?: readonly LimitPolicy[];
}

/** Where a caller stands in the policy that has the least left. */
export interface LimitState {
  readonly policy: string;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Seconds until the quota is whole again. */
  readonly resetSeconds: number;
}

/** What an operation answered. */
export interface Answer {
  readonly value: unknown;
  readonly limit: LimitState | null;
  /** The stored answer of an earlier call with the same idempotency key. */
  readonly replayed: boolean;
  /** What the operation adds to the answer. */
  readonly headers: Readonly<Partial<Record<AnswerHeader, string>>>;
}

/** What a raw operation answered. */
export interface RawAnswer {
  readonly response: RawResponse;
  readonly limit: LimitState | null;
}

/** A call of an operation. */
export interface Invocation {
  readonly name: string;
  readonly operation: Operation;
  /** As it came: the invoker parses it. */
  readonly input: unknown;
  readonly incoming: Incoming;
}

/** A call of a raw operation or a stream. */
export interface RawInvocation {
  readonly name: string;
  readonly operation: RawOperation;
  readonly request: RawRequest<unknown>;
  readonly incoming: Incoming;
}

/** Stands behind every door. Throws `ApiError` to refuse; anything else it throws is a defect. */
export interface Invoker {
  invoke(invocation: Invocation): Promise<Answer>;
  invokeRaw(invocation: RawInvocation): Promise<RawAnswer>;
}

const limits = new WeakMap<object, LimitState>();

/** Remembers where the caller of a failed call stands, so that its answer carries the headers too. */
export function withLimit<E>(error: E, limit: LimitState | null): E {
  if (limit !== null && typeof error === 'object' && error !== null) limits.set(error, limit);
  return error;
}

/** Where the caller of a failed call stands, when limits were counted. */
export function limitOf(error: unknown): LimitState | null {
  return (typeof error === 'object' && error !== null ? limits.get(error) : undefined) ?? null;
}
