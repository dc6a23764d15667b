import { ApiError, problemOf } from '@marquee/api/errors';
import type { RawOperation, RawRequest, RawResponse } from '@marquee/api/operation';
import { operationsOf } from '@marquee/api/operation';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { leaveBodies } from '../bodies/bodies.ts';
import { limitHeaders } from '../headers.ts';
import { incomingOf } from '../incoming.ts';
import { logDefect, pathOf, refusalOf } from '../problems.ts';
import { isRawOperation, isWebSocket, routeOf, urlsOf } from '../routes.ts';
import type { Doors } from '../routes.ts';
import { coerceUrl, urlPlanOf } from './url-plan.ts';
import type { UrlPlan } from './url-plan.ts';

/** Largest body of a webhook; files (multipart, CSV) are bounded by their own handlers as they stream. */
const webhookBytesMax = 1024 * 1024;

/** Makes every raw operation and HTTP stream a route whose body is handed on unread. */
export async function openRawRest(app: FastifyInstance, { contract, invoker, closing }: Doors): Promise<void> {
  await app.register(async (scope) => {
    leaveBodies(scope);
    for (const [name, operation] of operationsOf(contract)) {
      if (!isRawOperation(operation) || isWebSocket(operation)) continue;
      const plan = urlPlanOf(operation.params);
      const handler = async (request: FastifyRequest, reply: FastifyReply) => {
        const incoming = incomingOf(request, reply, 'rest');
        const signal = operation.kind === 'stream' ? AbortSignal.any([incoming.signal, closing]) : incoming.signal;
        const raw = rawRequestOf(request, { operation, plan, signal });
        const { response, limit } = await invoker.invokeRaw({ name, operation, request: raw, incoming });
        if (limit !== null) void reply.headers(limitHeaders(limit));
        return sendRaw(reply, operation.kind === 'stream' ? endingInProblem(response, request) : response);
      };
      for (const url of urlsOf(operation)) {
        scope.route({ method: routeOf(operation.rest).method, url, config: { operation: name }, handler });
      }
    }
  });
}

interface RawParts {
  readonly operation: RawOperation;
  readonly plan: UrlPlan;
  readonly signal: AbortSignal;
}

/**
 * What a raw handler gets of a request: path and query parameters, headers, and the body as it arrives.
 *
 * @throws {ApiError} `unsupported_media_type` when the body is of a type the operation does not take
 */
export function rawRequestOf(request: FastifyRequest, { operation, plan, signal }: RawParts): RawRequest<unknown> {
  refuseMediaType(request, operation);
  const headers = Object.entries(request.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value] as const,
  );
  const isWebhook = operation.consumes?.every((type) => !isFile(type)) ?? true;
  return {
    params: coerceUrl(plan, {
      ...(request.query as Record<string, unknown>), // Fastify parses both into objects of strings
      ...(request.params as Record<string, unknown>),
    }),
    headers: Object.fromEntries(headers),
    body: isWebhook ? bounded(bodyOf(request), webhookBytesMax) : bodyOf(request),
    signal,
  };
}

/** Sends a raw answer; a streamed body goes at the pace the client takes it, and stops when the client leaves. */
export function sendRaw(reply: FastifyReply, { status, headers = {}, body, trailers = {} }: RawResponse): FastifyReply {
  void reply.code(status).header('cache-control', 'no-store').headers(headers);
  if (body === undefined) return reply.send();
  if (typeof body === 'string') return reply.send(body);
  if (body instanceof Uint8Array) return reply.send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  if (reply.request.method === 'HEAD') {
    // HEAD must not pull a whole export through only to drop it.
    void body[Symbol.asyncIterator]().return?.();
    return reply.send();
  }
  for (const [name, tell] of Object.entries(trailers)) reply.trailer(name, (_reply, _sent, done) => done(null, tell()));
  return reply.send(Readable.from(body, { objectMode: false, highWaterMark: 64 * 1024 }));
}

/** Once a stream runs its status is told, so that a problem can only be its last message. */
function endingInProblem(response: RawResponse, request: FastifyRequest): RawResponse {
  const { body } = response;
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return response;
  return { ...response, body: messagesOf(body, request) };
}

async function* messagesOf(
  body: AsyncIterable<string | Uint8Array>,
  request: FastifyRequest,
): AsyncGenerator<string | Uint8Array> {
  try {
    yield* body;
  } catch (thrown) {
    const refusal = refusalOf(thrown);
    logDefect(request, refusal);
    yield `event: problem\ndata: ${JSON.stringify(problemOf(refusal, request.id, pathOf(request.url)))}\n\n`;
  }
}

// Leaving the loop early must not destroy the socket: the answer still has to go out on it.
function bodyOf(request: FastifyRequest): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => request.raw.iterator({ destroyOnReturn: false }) };
}

async function* bounded(body: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new ApiError('payload_too_large', `The body is larger than ${bytesMax} bytes`);
    yield chunk;
  }
}

function isFile(mediaType: string): boolean {
  return !['application/json', 'application/x-www-form-urlencoded'].includes(mediaType);
}

function refuseMediaType(request: FastifyRequest, { consumes }: RawOperation): void {
  if (consumes === undefined || request.method === 'GET' || request.method === 'HEAD') return;
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (given === undefined || consumes.some((type) => type === given || type === '*/*')) return;
  throw new ApiError('unsupported_media_type', `Send the body as ${consumes.join(' or ')}`);
}
