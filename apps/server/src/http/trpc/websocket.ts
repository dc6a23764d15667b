import { ApiError, problemOf } from '@marquee/api/errors';
import type { RawOperation } from '@marquee/api/operation';
import { operationsOf } from '@marquee/api/operation';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { Incoming, Invoker } from '../../kernel/invoker.ts';
import type { LimitPolicy } from '../../kernel/limits/limits.ts';
import { logDefect, refusalOf } from '../problems.ts';
import { coerceUrl, urlPlanOf } from '../rest/url-plan.ts';
import { isRawOperation, isWebSocket, routeOf, urlsOf } from '../routes.ts';
import type { Doors } from '../routes.ts';

const helloTimeoutMs = 10_000;
const pingMs = 30_000;

/** The first message of a client that cannot send an Authorization header, as browsers cannot. */
const Hello = z.looseObject({ type: z.literal('authenticate'), token: z.string().min(1).max(4000) });

/** How one door says things over a socket. */
export interface SocketWords {
  /** Said once the caller is let in. */
  readonly ready: () => string;
  /** One item of the stream, which its handler wrote as JSON. */
  readonly item: (json: string) => string;
  readonly problem: (refusal: ApiError, request: FastifyRequest) => string;
}

/** One WebSocket stream at one door. */
export interface SocketStream {
  readonly invoker: Invoker;
  readonly name: string;
  readonly operation: RawOperation;
  readonly words: SocketWords;
  readonly door: Incoming['door'];
  readonly limitOverride?: readonly LimitPolicy[];
}

/**
 * Serves each WebSocket stream of the contract. The caller proves who it is by the Authorization header or by its first message,
 * `{"type":"authenticate","token":"…"}` with the stream's parameters beside it; never by the URL, which ends up in logs. The
 * server answers `{"type":"ready"}`, then one message an event; a refusal is `{"type":"problem",…}` and close code 4000 + status.
 */
export async function openWebSockets(app: FastifyInstance, { contract, invoker }: Doors): Promise<void> {
  for (const [name, operation] of operationsOf(contract)) {
    if (!isRawOperation(operation) || !isWebSocket(operation)) continue;
    const handlers = socketHandlers({ invoker, name, operation, words, door: 'rest' });
    for (const url of urlsOf(operation)) {
      app.route({ method: routeOf(operation.rest).method, url, config: { operation: name }, ...handlers });
    }
  }
}

/** The two handlers of a route that is a WebSocket: plain HTTP is told to upgrade. */
export function socketHandlers(stream: SocketStream) {
  return {
    handler: refusePlainHttp,
    wsHandler: (socket: WebSocket, request: FastifyRequest) => void serve(socket, request, stream),
  };
}

const words: SocketWords = {
  ready: () => '{"type":"ready"}',
  item: (json) => json,
  problem: (refusal, { id }) => JSON.stringify({ type: 'problem', problem: problemOf(refusal, id) }),
};

async function refusePlainHttp(_request: FastifyRequest, reply: FastifyReply): Promise<never> {
  void reply.header('upgrade', 'websocket').header('connection', 'upgrade');
  throw new ApiError('malformed', 'Connect here with the WebSocket protocol');
}

async function serve(socket: WebSocket, request: FastifyRequest, stream: SocketStream): Promise<void> {
  const gone = new AbortController();
  socket.on('close', () => gone.abort(new Error('the client went away')));
  socket.on('error', (error) => request.log.info({ err: error }, 'websocket'));
  const stopPings = keepAlive(socket);
  try {
    await follow(socket, request, { ...stream, signal: gone.signal });
    socket.close(1000);
  } catch (thrown) {
    if (!gone.signal.aborted) refuse(socket, request, { words: stream.words, thrown });
  } finally {
    stopPings();
  }
}

async function follow(
  socket: WebSocket,
  request: FastifyRequest,
  { invoker, name, operation, words: told, signal, ...by }: SocketStream & { signal: AbortSignal },
): Promise<void> {
  const query = request.query as Record<string, unknown>; // Fastify parses it into an object of strings
  const fromUrl = coerceUrl(urlPlanOf(operation.params), query);
  const incoming = incomingOfUpgrade(request, by, signal);
  const hello = incoming.authorization === null ? await helloOf(socket) : null;
  const { type: _type, token, ...fromHello } = hello ?? {};
  const params = { ...fromUrl, ...fromHello };
  const authorization = token === undefined ? incoming.authorization : `Bearer ${token}`;
  const { response } = await invoker.invokeRaw({
    name,
    operation,
    request: { params, headers: {}, body: { async *[Symbol.asyncIterator]() {} }, signal },
    incoming: { ...incoming, authorization },
  });
  await send(socket, told.ready());
  // The handlers of such streams write one JSON message a chunk.
  for await (const message of (response.body ?? []) as AsyncIterable<string>) {
    if (signal.aborted) return;
    await send(socket, told.item(message));
  }
}

// An upgraded request has no reply to hang a signal or a cookie on.
function incomingOfUpgrade(
  request: FastifyRequest,
  by: Pick<Incoming, 'door' | 'limitOverride'>,
  signal: AbortSignal,
): Incoming {
  const { ip, headers } = request;
  const authorization = headers.authorization ?? null;
  return {
    requestId: request.id,
    authorization,
    idempotencyKey: null,
    ...by,
    signal,
    sender: {
      ip,
      userAgent: headers['user-agent'] ?? null,
      origin: headers.origin ?? null,
      bearer: null,
      cookies: {},
      setCookie: () => undefined,
    },
  };
}

async function helloOf(socket: WebSocket): Promise<z.output<typeof Hello>> {
  const text = await firstMessage(socket);
  const hello = Hello.safeParse(jsonOrNull(text));
  if (hello.success) return hello.data;
  throw new ApiError('unauthenticated', 'The first message must be {"type":"authenticate","token":"…"}');
}

function firstMessage(socket: WebSocket): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new ApiError('unauthenticated', `No authenticate message came within ${helloTimeoutMs / 1000} s`)),
      helloTimeoutMs,
    );
    socket.once('message', (data: RawData) => {
      clearTimeout(timer);
      resolve(textOf(data));
    });
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new Error('the client went away'));
    });
  });
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString();
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Waits until the message is handed to the network, so that a slow reader slows its feed instead of filling memory. */
function send(socket: WebSocket, message: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(message, (error) => (error === undefined || error === null ? resolve() : reject(error)));
  });
}

function refuse(
  socket: WebSocket,
  request: FastifyRequest,
  { words: told, thrown }: { readonly words: SocketWords; readonly thrown: unknown },
): void {
  const refusal = refusalOf(thrown);
  logDefect(request, refusal);
  socket.send(told.problem(refusal, request));
  socket.close(4000 + problemOf(refusal, request.id).status, refusal.code);
}

/** Pings, and drops a peer that vanished without closing. */
function keepAlive(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  return () => clearInterval(timer);
}
