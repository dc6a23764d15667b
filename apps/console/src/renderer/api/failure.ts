import type { ErrorCode, FieldProblem, Problem } from '@marquee/api/errors';

/** What went wrong with a call, as a screen shows it. */
export interface Failure {
  readonly kind: 'offline' | 'unauthenticated' | 'forbidden' | 'not_found' | 'refused' | 'defect';
  /** The code that the contract names; null when the server was not reached. */
  readonly code: ErrorCode | null;
  /** The server's own sentence; empty when it was not reached. */
  readonly detail: string;
  readonly requestId: string | null;
  readonly fields: readonly FieldProblem[];
}

/** Tells what a thrown value means. */
export function failureOf(thrown: unknown): Failure {
  const problem = problemIn(thrown);
  if (problem === null)
    return { kind: isNetwork(thrown) ? 'offline' : 'defect', code: null, detail: '', requestId: null, fields: [] };
  return {
    kind: kindOf(problem),
    code: problem.code,
    detail: problem.detail,
    requestId: problem.request_id,
    fields: problem.errors ?? [],
  };
}

/** Whether a call failed because the server, or what stands before it, was not there to answer. */
export function isUnreachable(thrown: unknown): boolean {
  // A problem is an answer, whatever it says.
  return problemIn(thrown) === null && (isNetwork(thrown) || statusIn(thrown) >= 502);
}

function statusIn(thrown: unknown): number {
  // What tRPC's links keep of the answer to a failed call.
  const { meta } = Object(thrown) as { readonly meta?: { readonly response?: { readonly status?: number } } };
  return meta?.response?.status ?? 0;
}

function kindOf({ status, code }: Problem): Failure['kind'] {
  if (code === 'unauthenticated') return 'unauthenticated';
  if (code === 'forbidden') return 'forbidden';
  if (code === 'not_found') return 'not_found';
  return status >= 500 ? 'defect' : 'refused';
}

function problemIn(thrown: unknown): Problem | null {
  if (typeof thrown !== 'object' || thrown === null) return null;
  if ('problem' in thrown) return thrown.problem as Problem; // what the SDK throws, where files travel
  if (!('data' in thrown)) return null;
  const { data } = thrown;
  if (typeof data !== 'object' || data === null || !('problem' in data)) return null;
  return data.problem as Problem; // the error shape of every failed tRPC call of this server
}

// fetch rejects with a TypeError, and tRPC keeps it as the cause.
function isNetwork(thrown: unknown): boolean {
  if (thrown instanceof TypeError) return true;
  return thrown instanceof Error && thrown.cause !== undefined && isNetwork(thrown.cause);
}
