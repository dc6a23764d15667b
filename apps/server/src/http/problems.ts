import type { ErrorCode, Problem } from '@marquee/api/errors';
import { ApiError, problemOf } from '@marquee/api/errors';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { limitOf } from '../kernel/invoker.ts';
import type { LimitState } from '../kernel/invoker.ts';
import { limitHeaders } from './headers.ts';

/** Media type of every failed answer (RFC 9457). */
export const problemType = 'application/problem+json; charset=utf-8';

/**
 * Any thrown value as the refusal a caller may see; a defect becomes `internal` and keeps its cause.
 *
 * @param bodyBytesMax the largest body that the route takes, for the message about one that is larger
 */
export function refusalOf(thrown: unknown, bodyBytesMax?: number): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const refusal = frameworkRefusal(thrown, bodyBytesMax);
  return refusal ?? new ApiError('internal', 'The request failed for a reason on our side', { cause: thrown });
}

/** Logs defects, once, where they leave the server; refusals are ordinary answers and are not logged here. */
export function logDefect(request: FastifyRequest, refusal: ApiError): void {
  if (refusal.code === 'internal') request.log.error({ err: refusal.cause ?? refusal }, 'defect');
}

/** Headers that belong to a refusal: its limit, when to try again, how to sign in. */
export function refusalHeaders(refusal: ApiError, limit: LimitState | null): Readonly<Record<string, string>> {
  const wait = refusal.retryAfterSeconds ?? usualWait(refusal.code, limit);
  return {
    ...(limit === null ? {} : limitHeaders(limit)),
    ...(wait === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(wait))) }),
    ...(refusal.code === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="marquee"' } : {}),
  };
}

/** Answers with the problem document of whatever was thrown. */
export function sendProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(thrown, request.routeOptions.bodyLimit);
  logDefect(request, refusal);
  const problem: Problem = problemOf(refusal, request.id, pathOf(request.url));
  return reply
    .code(problem.status)
    .headers({ ...refusalHeaders(refusal, limitOf(thrown)), 'content-type': problemType, 'cache-control': 'no-store' })
    .send(JSON.stringify(problem));
}

/** Makes every failure of `app` a problem document: thrown errors, parse errors and unknown routes. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      new ApiError('not_found', `Nothing is served at ${request.method} ${pathOf(request.url)}`),
      request,
      reply,
    ),
  );
}

/** A URL without its query, which may hold what should not be repeated. */
export function pathOf(url: string): string {
  const end = url.search(/[?;#]/);
  return end < 0 ? url : url.slice(0, end);
}

function usualWait(code: ErrorCode, limit: LimitState | null): number | undefined {
  switch (code) {
    case 'rate_limited':
      return limit?.resetSeconds;
    case 'unavailable':
      return 5;
    case 'idempotency_in_progress':
      return 1;
    default:
      return undefined;
  }
}

function tooLarge(bodyBytesMax: number | undefined): string {
  const most = bodyBytesMax === undefined ? '' : ` of ${bodyBytesMax} bytes`;
  return `The body is larger than the most${most} that is taken here; send less in one request`;
}

function frameworkRefusal(thrown: unknown, bodyBytesMax: number | undefined): ApiError | null {
  if (!(thrown instanceof Error)) return null;
  // Fastify's errors carry these two; others have neither.
  const { code, statusCode } = thrown as Partial<FastifyError>;
  if (statusCode === undefined || statusCode < 400 || statusCode > 499) return null;
  const cause = thrown;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiError('payload_too_large', tooLarge(bodyBytesMax), { cause });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiError('unsupported_media_type', 'Send the body as application/json', { cause });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new ApiError('malformed', 'The body is not valid JSON', { cause });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ApiError('malformed', 'The body is not as long as Content-Length says', { cause });
    case 'FST_ERR_BAD_URL':
      return new ApiError('malformed', 'The URL has an invalid percent escape', { cause });
    default:
      return statusCode === 404
        ? new ApiError('not_found', 'Nothing is served here', { cause })
        : new ApiError('malformed', 'The request cannot be read', { cause });
  }
}
