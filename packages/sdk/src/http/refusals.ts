import type { Problem } from '../generated/schemas.ts';
import { ApiError, ConnectionError, errorClasses, MarqueeError } from './errors.ts';
import type { KnownCode } from './errors.ts';

/** The error of a refused answer. Whatever is no problem document comes from something in between, and is told by its status. */
export async function refusalOf(response: Response): Promise<ApiError> {
  return errorOf(problemIn(await response.text(), response), response);
}

/** The error of a problem. */
export function errorOf(problem: Problem, response: Response): ApiError {
  const known: Partial<Record<string, typeof ApiError>> = errorClasses;
  // Object.hasOwn, for a code from elsewhere may be `constructor`.
  const Class = Object.hasOwn(known, problem.code) ? known[problem.code] : undefined;
  return new (Class ?? ApiError)({ problem, response });
}

/** Whether the server itself wrote this refusal, which it does only when nothing was done. */
export function isOurs(error: ApiError): boolean {
  return error.problem.type !== '' && error.request_id !== '';
}

/** A failure of fetch, or of a body, as one of ours. */
export function connectionErrorOf(cause: unknown, message = 'The server cannot be reached'): MarqueeError {
  if (cause instanceof MarqueeError) return cause;
  const because = cause instanceof Error ? cause.message : String(cause);
  return new ConnectionError(`${message}: ${because}`, { cause });
}

/** Whether a connection was never made, so that nothing can have been done. Browsers do not tell. */
export function isUnconnected(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && unconnected.has(String(cause.code))) return true;
  }
  return false;
}

const unconnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'ConnectionRefused']);

function problemIn(text: string, response: Response): Problem {
  try {
    const body: unknown = JSON.parse(text);
    // `code` and `detail` are what makes a problem ours; the rest follows from the contract.
    if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) return body as Problem;
  } catch {
    // Not JSON: told by its status.
  }
  const { status } = response;
  const detail = `The answer was ${status} ${response.statusText}`.trim();
  const request_id = response.headers.get('x-request-id') ?? '';
  return { type: '', title: response.statusText, status, detail, code: codeOf(status), request_id };
}

function codeOf(status: number): KnownCode {
  return codes[status] ?? (status < 500 ? 'malformed' : status > 501 && status < 505 ? 'unavailable' : 'internal');
}

const codes: Readonly<Partial<Record<number, KnownCode>>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'conflict',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'unprocessable',
  429: 'rate_limited',
};
