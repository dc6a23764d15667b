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
  const refusal = refusalOf(thrown);
  logDefect(request, refusal);
  const limit = limitOf(thrown);
  const headers = refusalHeaders(refusal, limit);
  const problem = problemOf(refusal, request.id, pathOf(request.url));
  const entry = dialect.entries[request.routeOptions.config.compatRoute ?? ''];
  const retry = headers['retry-after'];
  const body = dialect.problem.body({
    problem,
    fields: fieldsOf(refusal, entry),
    at: now.toISOString(),
    retryAfterSeconds: retry === undefined ? null : Number(retry),
  });
  return reply
    .code(dialect.problem.statuses?.[refusal.code] ?? problem.status)
    .headers({ ...headers, ...(limit === null ? {} : dialect.limitHeaders(limit, now)) })
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(body));
}

function fieldsOf(refusal: ApiError, entry: Entry | undefined): readonly { field: string; message: string }[] {
  return (refusal.errors ?? []).map(({ pointer, detail }) => {
    const [first = '', ...rest] = pointer.slice(1).split('/');
    const name = entry === undefined ? first : documentName(entry, first);
    return { field: [name, ...rest].join('.'), message: detail };
  });
}
