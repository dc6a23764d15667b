import { ApiError } from '@marquee/api/errors';
import type { Operation } from '@marquee/api/operation';
import { operationsOf } from '@marquee/api/operation';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from '../../kernel/invoker.ts';
import { FormBody, readBodies } from '../bodies/bodies.ts';
import { encoderOf, strictEncoderOf } from '../bodies/encode.ts';
import type { Encode } from '../bodies/encode.ts';
import { limitHeaders } from '../headers.ts';
import { incomingOf } from '../incoming.ts';
import { bodyLimitOf, isJsonOperation, restPrefix, routeOf, urlsOf } from '../routes.ts';
import type { Doors } from '../routes.ts';
import { mergeInput } from './merge-input.ts';
import { urlPlanOf } from './url-plan.ts';

/** Makes every JSON operation of the contract a native route under `/api/v1` and at its aliases. */
export async function openRest(app: FastifyInstance, doors: Doors): Promise<void> {
  await app.register(async (scope) => {
    readBodies(scope);
    for (const [name, operation] of operationsOf(doors.contract)) {
      if (isJsonOperation(operation)) addRoutes(scope, doors, [name, operation]);
    }
  });
}

function addRoutes(
  scope: FastifyInstance,
  { invoker, isStrict }: Doors,
  [name, operation]: readonly [string, Operation],
): void {
  const plan = urlPlanOf(operation.input);
  const respond = responderOf(operation, isStrict);
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    refuseBody(request, operation);
    const input = mergeInput(plan, {
      // Fastify parses both into objects of strings; their static type is unknown.
      path: request.params as Record<string, unknown>,
      query: request.query as Record<string, unknown>,
      body: request.body,
    });
    const incoming = incomingOf(request, reply, 'rest');
    const answer = await invoker.invoke({ name, operation, input, incoming });
    if (isUnchanged(request, answer)) return sendUnchanged(reply, answer);
    return respond(reply, answer);
  };
  for (const url of urlsOf(operation)) {
    scope.route({
      method: routeOf(operation.rest).method,
      url,
      config: { operation: name },
      ...bodyLimitOf(operation),
      handler,
    });
  }
}

function refuseBody(request: FastifyRequest, operation: Operation): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ApiError('unsupported_media_type', `Send the body without Content-Encoding ${encoding}`);
  }
  if (operation.form !== true && request.body instanceof FormBody) {
    throw new ApiError('unsupported_media_type', 'Send the body as application/json');
  }
}

/** Sends an answer as its operation declares: status, Location, limits, and the encoded body. */
function responderOf(operation: Operation, isStrict: boolean): (reply: FastifyReply, answer: Answer) => FastifyReply {
  const status = operation.status ?? 200;
  const encode: Encode = (isStrict ? strictEncoderOf : encoderOf)(operation.output);
  return (reply, answer) => {
    const { value, replayed } = answer;
    void reply.code(status).headers(headersOf(answer));
    if (replayed) void reply.header('idempotency-replayed', 'true');
    if (operation.location !== undefined)
      void reply.header('location', restPrefix + fillPath(operation.location, value));
    if (status === 204) return reply.send();
    return reply.header('content-type', 'application/json; charset=utf-8').send(encode(value));
  };
}

/** Whether what the caller has already is what would be answered. Only operations that read answer with an ETag. */
function isUnchanged(request: FastifyRequest, { headers: { etag } }: Answer): boolean {
  const known = request.headers['if-none-match'];
  if (etag === undefined || known === undefined) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return known.trim() === '*' || known.split(',').some((tag) => bare(tag) === bare(etag));
}

function sendUnchanged(reply: FastifyReply, answer: Answer): FastifyReply {
  return reply.code(304).headers(headersOf(answer)).send();
}

/** What an answer may be kept by whoever asked, and only to be asked about again, when it says by what it is known. */
function headersOf({ limit, headers }: Answer): Readonly<Record<string, string>> {
  return {
    'cache-control': headers.etag === undefined ? 'no-store' : 'private, no-cache',
    ...(limit === null ? {} : limitHeaders(limit)),
    ...headers,
  };
}

/** A path with each `{field}` filled from an answer, percent-encoded. */
export function fillPath(path: string, value: unknown): string {
  // Answers of operations with a location are objects; a missing field leaves an empty part.
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(text(fields[name])));
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
