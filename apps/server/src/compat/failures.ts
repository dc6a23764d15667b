import { problemOf } from '@marquee/api/errors';
import type { ApiError } from '@marquee/api/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { logDefect, pathOf, refusalHeaders, refusalOf } from '../http/problems.ts';
import { limitOf } from '../kernel/invoker.ts';
import type { Dialect, Entry } from './dialect.ts';
import { documentName } from './input.ts';

/** Answers a failure in the document's own shape. */
export function sendFailure(
  dialect: Dialect,
  thrown: unknown,
  { request, reply, now }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly now: Date },
): FastifyReply {
  const refusal = refusalOf(thrown, request.routeOptions.bodyLimit);
  logDefect(request, refusal);
  const limit = limitOf(thrown);
  const headers = refusalHeaders(refusal, limit);
  return reply
    .code(dialect.problem.statuses?.[refusal.code] ?? problemOf(refusal, request.id).status)
    .headers({ ...headers, ...(limit === null ? {} : dialect.limitHeaders(limit, now)) })
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(failureBody(dialect, refusal, { request, headers, now })));
}

/** What the document says in a failure. */
export function failureBody(
  dialect: Dialect,
  refusal: ApiError,
  {
    request,
    headers,
    now,
  }: {
    readonly request: FastifyRequest;
    readonly headers: Readonly<Record<string, string>>;
    readonly now: Date;
  },
): Readonly<Record<string, unknown>> {
  const entry = dialect.entries[request.routeOptions.config.compatRoute ?? ''];
  const retry = headers['retry-after'];
  return dialect.problem.body({
    problem: problemOf(refusal, request.id, pathOf(request.url)),
    fields: fieldsOf(refusal, entry),
    at: now.toISOString(),
    retryAfterSeconds: retry === undefined ? null : Number(retry),
  });
}

function fieldsOf(refusal: ApiError, entry: Entry | undefined): readonly { field: string; message: string }[] {
  return (refusal.errors ?? []).map(({ pointer, detail }) => {
    const [first = '', ...rest] = pointer.slice(1).split('/');
    const name = entry === undefined ? first : documentName(entry, first);
    return { field: [name, ...rest].join('.'), message: detail };
  });
}
