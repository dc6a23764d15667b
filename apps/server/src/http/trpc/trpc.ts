import { ApiError, problemOf } from '@marquee/api/errors';
import type { ErrorCode } from '@marquee/api/errors';
import type { Contract, Operation, RawOperation, TrpcErrorShape } from '@marquee/api/operation';
import { isOperation, operationsOf } from '@marquee/api/operation';
import { initTRPC, tracked, TRPCError } from '@trpc/server';
import type { AnyProcedure, AnyRouter } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { limitOf } from '../../kernel/invoker.ts';
import type { Incoming } from '../../kernel/invoker.ts';
import { excessOf, tooWide } from '../bodies/bodies.ts';
import { encoderOf, strictEncoderOf } from '../bodies/encode.ts';
import { limitHeaders } from '../headers.ts';
import { incomingOf } from '../incoming.ts';
import { holdsWideObject, isLong, readLongJson } from '../long-json.ts';
import { logDefect, pathOf, refusalHeaders, refusalOf } from '../problems.ts';
import { bodyLimitOf, isJsonOperation, isWebSocket } from '../routes.ts';
import type { Doors } from '../routes.ts';

interface Context {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly incoming: Incoming;
}

/** The input of a call that is too long for tRPC to parse, which does it at once. */
class LongInput {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

const endpoint = '/trpc';
const batchSizeMax = 50;

/** Serves the contract's tRPC router at `/trpc`. Queries may be batched and sent by POST; mutations go one at a time. */
export async function openTrpc(app: FastifyInstance, doors: Doors): Promise<void> {
  const router = routerOf(doors);
  const mutations = new Set(
    operationsOf(doors.contract).flatMap(([name, operation]) => (operation.kind === 'mutation' ? [name] : [])),
  );
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, async (request: FastifyRequest, body: string) => {
      if (!isLong(body)) return body;
      // A batch has no longer bodies than the rest: what it holds is parsed by tRPC.
      if (!isBatch(request)) return new LongInput(await readLongJson(body, { parse: parsedInput, tooWide }));
      if (await holdsWideObject(body)) throw tooWide();
      return body;
    });
    scope.setErrorHandler(sendUnread);
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      if (isMutationBatch(request, mutations)) return refuseBatch(request, reply);
      const context: Context = { request, reply, incoming: incomingOf(request, reply, 'trpc') };
      const response = await fetchRequestHandler({
        endpoint,
        router,
        req: webRequestOf(request, context.incoming.signal),
        createContext: () => context,
        allowMethodOverride: true,
        maxBatchSize: batchSizeMax,
      });
      return send(reply, response);
    };
    const config = { operation: 'trpc' };
    scope.route({ method: ['GET', 'POST'], url: `${endpoint}/*`, config, handler });
    // What takes larger bodies than the rest has a route of its own; in a batch it takes what the rest takes.
    for (const [name, operation] of operationsOf(doors.contract)) {
      const limit = bodyLimitOf(operation);
      if (limit.bodyLimit !== undefined)
        scope.route({ method: ['GET', 'POST'], url: `${endpoint}/${name}`, config, ...limit, handler });
    }
  });
}

/** Answers what failed before tRPC had the request, such as a body that is too large, in tRPC's own shape. */
function sendUnread(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(thrown, request.routeOptions.bodyLimit);
  logDefect(request, refusal);
  return reply.headers(refusalHeaders(refusal, limitOf(thrown))).send(errorsOf(request, reply, refusal));
}

/** The error of each call of a request that is refused as a whole; sets its status. */
function errorsOf(request: FastifyRequest, reply: FastifyReply, refusal: ApiError): unknown {
  const problem = problemOf(refusal, request.id, endpoint);
  const code = trpcCodes[problem.status] ?? 'INTERNAL_SERVER_ERROR';
  const error: TrpcErrorShape = {
    code: TRPC_ERROR_CODES_BY_KEY[code],
    message: refusal.message,
    data: { code, httpStatus: problem.status, problem },
  };
  void reply.code(problem.status).header('cache-control', 'no-store');
  return isBatch(request) ? pathsOf(request).map(() => ({ error })) : { error };
}

const t = initTRPC.context<Context>().create({
  isServer: true,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
  errorFormatter: ({ error, path, ctx, shape }): TrpcErrorShape => {
    const refusal = refusalOfTrpc(error);
    const problem = problemOf(refusal, ctx?.request.id ?? '', path === undefined ? undefined : `${endpoint}/${path}`);
    return {
      code: shape.code,
      message: problem.detail,
      data: { code: error.code, httpStatus: problem.status, ...(path === undefined ? {} : { path }), problem },
    };
  },
});

/** The tRPC router behind the types of `RouterOf`, plus each WebSocket stream as a subscription under its own name. */
export function routerOf(doors: Doors): AnyRouter {
  return t.router(proceduresOf(doors, doors.contract, ''));
}

interface Procedures {
  [name: string]: AnyProcedure | Procedures;
}

function proceduresOf(doors: Doors, contract: Contract, prefix: string): Procedures {
  const procedures: Procedures = {};
  for (const [name, node] of Object.entries(contract)) {
    if (!isOperation(node)) procedures[name] = proceduresOf(doors, node, `${prefix}${name}.`);
    else if (isJsonOperation(node)) procedures[name] = procedureOf(doors, prefix + name, node);
    else if (isWebSocket(node)) procedures[name] = subscriptionOf(doors, prefix + name, node);
  }
  return procedures;
}

// The invoker parses: a parser of tRPC's own would do it twice and in another shape.
const unparsed = t.procedure.input((input: unknown) => input);

function procedureOf({ invoker, isStrict }: Doors, name: string, operation: Operation): AnyProcedure {
  const encode = (isStrict ? strictEncoderOf : encoderOf)(operation.output);
  const resolve = async ({
    input: parsed = {},
    ctx,
    signal,
  }: {
    input: unknown;
    ctx: Context;
    signal: AbortSignal | undefined;
  }) => {
    try {
      const { body } = ctx.request;
      const input = body instanceof LongInput ? body.value : parsed;
      const excess = excessOf(input);
      if (excess !== null) throw new ApiError('malformed', `The input is ${excess}`);
      const incoming = { ...ctx.incoming, signal: signal ?? ctx.incoming.signal };
      const { value, limit, replayed, headers } = await invoker.invoke({ name, operation, input, incoming });
      if (limit !== null) void ctx.reply.headers(limitHeaders(limit));
      // A batch is one answer to several calls: what tells of one of them would be said of all.
      if (!isBatch(ctx.request)) void ctx.reply.headers(headers);
      if (replayed) void ctx.reply.header('idempotency-replayed', 'true');
      // Through the encoder and back: undeclared columns leak here no more than over REST.
      return JSON.parse(encode(value)) as unknown;
    } catch (thrown) {
      throw trpcErrorOf(thrown, ctx);
    }
  };
  return operation.kind === 'query' ? unparsed.query(resolve) : unparsed.mutation(resolve);
}

function subscriptionOf({ invoker, closing }: Doors, name: string, operation: RawOperation): AnyProcedure {
  return unparsed.subscription(async function* ({ input, ctx, signal }) {
    try {
      const { lastEventId, ...params } = (input ?? {}) as { lastEventId?: string }; // any object; the invoker parses it
      // What tRPC's client sends when it reconnects is the id of the last event it was given: a sequence.
      const resume =
        lastEventId === undefined ? {} : { after: /^\d+$/.test(lastEventId) ? Number(lastEventId) : lastEventId };
      const { response } = await invoker.invokeRaw({
        name,
        operation,
        request: {
          params: { ...params, ...resume },
          headers: {},
          body: { async *[Symbol.asyncIterator]() {} },
          signal: AbortSignal.any([signal ?? ctx.incoming.signal, closing]),
        },
        incoming: ctx.incoming,
      });
      // The handlers of such streams write one JSON message a chunk.
      for await (const chunk of (response.body ?? []) as AsyncIterable<string>) {
        const message = JSON.parse(chunk) as { sequence?: number }; // written by our own stream handler
        if (message.sequence !== undefined) yield tracked(String(message.sequence), message);
      }
    } catch (thrown) {
      throw trpcErrorOf(thrown, ctx);
    }
  });
}

function trpcErrorOf(thrown: unknown, { request, reply }: Context): TRPCError {
  const refusal = refusalOf(thrown);
  logDefect(request, refusal);
  if (!reply.sent) void reply.headers(refusalHeaders(refusal, limitOf(thrown)));
  return new TRPCError({ code: trpcCodes[problemOf(refusal, '').status] ?? 'INTERNAL_SERVER_ERROR', cause: refusal });
}

const trpcCodes: Readonly<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

// tRPC's own failures carry no ApiError: unknown names, unreadable JSON, wrong methods.
const ownRefusals: Readonly<Partial<Record<TRPCError['code'], readonly [ErrorCode, string]>>> = {
  NOT_FOUND: ['not_found', 'No operation has this name'],
  BAD_REQUEST: [
    'malformed',
    'The input is not what tRPC sends: one JSON value, or an object of them for a batch of queries or of one mutation',
  ],
  PARSE_ERROR: ['malformed', 'The input is not valid JSON'],
  METHOD_NOT_SUPPORTED: ['method_not_allowed', 'Mutations are sent by POST, queries by GET or POST'],
  UNSUPPORTED_MEDIA_TYPE: ['unsupported_media_type', 'Send the input as application/json'],
};

function refusalOfTrpc(error: TRPCError): ApiError {
  if (error.cause instanceof ApiError) return error.cause;
  const own = ownRefusals[error.code];
  return own === undefined ? refusalOf(error) : new ApiError(own[0], own[1]);
}

/** One idempotency key names one mutation; in a batch several would share it. */
function isMutationBatch(request: FastifyRequest, mutations: ReadonlySet<string>): boolean {
  const paths = pathsOf(request);
  return paths.length > 1 && paths.some((path) => mutations.has(path));
}

function pathsOf(request: FastifyRequest): readonly string[] {
  const path = pathOf(request.url).slice(`${endpoint}/`.length);
  return decodeURIComponent(path).split(','); // the router has decoded it once, so it can be
}

function refuseBatch(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = new ApiError(
    'malformed',
    'Mutations are not batched: send each in a request of its own, with its own Idempotency-Key',
  );
  return reply.send(errorsOf(request, reply, refusal));
}

function isBatch(request: FastifyRequest): boolean {
  return pathsOf(request).length > 1 || /[?&]batch=1(&|$)/.test(request.url);
}

function parsedInput(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ApiError('malformed', 'The body is not valid JSON', { cause });
  }
}

function webRequestOf(request: FastifyRequest, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const name of ['content-type', 'accept', 'trpc-accept', 'last-event-id'] as const) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Request(`http://trpc${request.url}`, {
    method: request.method,
    headers,
    signal,
    ...(request.method === 'POST' && typeof request.body === 'string' ? { body: request.body } : {}),
  });
}

async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  void reply.code(response.status).header('cache-control', 'no-store');
  for (const [name, value] of response.headers) {
    if (name !== 'vary') void reply.header(name, value);
  }
  if (response.body === null) return reply.send();
  if (response.headers.get('content-type') === 'application/json') return reply.send(await response.text());
  // The global ReadableStream is node's own; only the two type declarations differ.
  return reply.send(Readable.fromWeb(response.body as ReadableStream<Uint8Array>));
}
