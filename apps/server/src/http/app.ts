import cors from '@fastify/cors';
import websocket from '@fastify/websocket';
import { ApiError } from '@marquee/api/errors';
import type { Contract } from '@marquee/api/operation';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { openCompat } from '../compat/compat.ts';
import type { Dialect } from '../compat/dialect.ts';
import type { Invoker } from '../kernel/invoker.ts';
import { systemClock } from '../lib/clock.ts';
import type { Clock } from '../lib/clock.ts';
import { hearOutLargeBodies } from './bodies/bodies.ts';
import { serveConsole } from './console.ts';
import { clientVersionFrom, hostName, requestIdFrom, securityHeaders } from './headers.ts';
import { answerWithProblems, pathOf, problemType, sendProblem } from './problems.ts';
import { serveReferenceAssets } from './reference/reference-assets.ts';
import { openRawRest } from './rest/rest-raw.ts';
import { openRest } from './rest/rest.ts';
import { refuseOtherMethods } from './routes.ts';
import { openTrpc } from './trpc/trpc.ts';
import { openWebSockets } from './trpc/websocket.ts';

/** How the server presents itself to the network. */
export interface HttpConfig {
  /** Where callers reach the server, such as `https://marketing.example.com`. */
  readonly publicUrl: string;
  /** Names the `Host` header may carry, without ports; `*` allows any. The public URL's own is always allowed. */
  readonly allowedHosts: readonly string[];
  /** Browser origins that may call from elsewhere, such as `app://marquee`. */
  readonly corsOrigins: readonly string[];
  /** Addresses or CIDR ranges whose X-Forwarded headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Parse every answer with its zod schema too; for tests. */
  readonly isStrict?: boolean;
  readonly bodyBytesMax?: number;
  /** Where the built console is; none is served without it. */
  readonly consoleFolder?: string;
}

/** What the doors are built from. */
export interface AppOptions {
  readonly contract: Contract;
  readonly invoker: Invoker;
  readonly config: HttpConfig;
  readonly log: Logger;
  /** Makes a request id when the caller brings none. */
  readonly requestIds: () => string;
  /** The documents served under `/compat`. */
  readonly dialects: readonly Dialect[];
  readonly now?: Clock;
}

const closeGraceMs = 10_000;

/** Every door of the server on one Fastify instance, not yet listening. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { contract, invoker, config } = options;
  const app = createApp(options);
  const doors = { contract, invoker, isStrict: config.isStrict ?? false, closing: closingOf(app) };
  answerWithProblems(app);
  hearOutLargeBodies(app);
  guardHosts(app, config);
  logRequests(app, options.log);
  await app.register(cors, {
    origin: [...config.corsOrigins],
    credentials: true,
    maxAge: 600,
    strictPreflight: false,
    exposedHeaders: [
      'x-request-id',
      'location',
      'content-disposition',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'idempotency-replayed',
      'etag',
      'x-cache',
    ],
  });
  await app.register(websocket, { options: { maxPayload: 64 * 1024 } });
  await openRest(app, doors);
  await openRawRest(app, doors);
  await openWebSockets(app, doors);
  await openTrpc(app, doors);
  await openCompat(app, doors, { dialects: options.dialects, now: options.now ?? systemClock });
  serveReferenceAssets(app);
  if (config.consoleFolder !== undefined) serveConsole(app, config.consoleFolder);
  refuseOtherMethods(app, contract);
  return app;
}

function createApp({ config, log, requestIds }: AppOptions): FastifyInstance {
  // pino's own type is narrower in its generics than Fastify's view of it.
  const loggerInstance: FastifyBaseLogger = log;
  const app = Fastify({
    loggerInstance,
    // One line a request, written by logRequests.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    bodyLimit: config.bodyBytesMax ?? 1024 * 1024,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    genReqId: (raw) => requestIdFrom(raw.headers['x-request-id'], requestIds),
    routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    requestTimeout: 0,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
  });
  const headers = securityHeaders(config.publicUrl.startsWith('https:'));
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('x-request-id', request.id);
    done();
  });
  return app;
}

/** Requests under way are finished when the server shuts down, streams are ended, and whoever is still there is cut off. */
function closingOf(app: FastifyInstance): AbortSignal {
  const controller = new AbortController();
  app.addHook('preClose', async () => {
    controller.abort(new Error('the server is shutting down'));
    setTimeout(() => app.server.closeAllConnections(), closeGraceMs).unref();
  });
  return controller.signal;
}

/** Refuses names that are not ours: a page elsewhere cannot rebind its own name to this server's address. */
function guardHosts(app: FastifyInstance, config: HttpConfig): void {
  const allowed = new Set([
    ...config.allowedHosts.map((host) => host.toLowerCase()),
    new URL(config.publicUrl).hostname,
  ]);
  if (allowed.has('*')) return;
  app.addHook('onRequest', (request, _reply, done) => {
    const name = hostName(request.host);
    if (allowed.has(name)) return done();
    done(new ApiError('forbidden', `This server does not answer for ${name || 'an empty host name'}`));
  });
}

function logRequests(app: FastifyInstance, log: Logger): void {
  // These lines hold nothing to leave out, and looking for it costs more than writing them. Phones are masked all the same.
  const lines = log.child({}, { redact: [] });
  app.addHook('onResponse', (request, reply, done) => {
    // The route's pattern, not the URL: paths and queries can hold phone numbers.
    const { url, config } = request.routeOptions;
    lines.info(
      {
        request_id: request.id,
        method: request.method,
        route: url ?? '(none)',
        operation: config.operation === 'trpc' ? trpcNames(request.url) : config.operation,
        // Tells which clients are out there before a version of the API is retired.
        api_version: clientVersionFrom(request.headers['marquee-version']),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
    done();
  });
}

// The path of a tRPC call is the names it calls; it is the caller's text, so it is bounded.
function trpcNames(url: string): string {
  return pathOf(url).slice('/trpc/'.length, 200);
}

/** Bytes that are not HTTP never reach a route; they are answered here, in the same shape. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const code = status === 408 ? 'request_timeout' : 'malformed';
  const problem = {
    type: `https://marquee.dev/problems/${code}`,
    title: STATUS_CODES[status],
    status,
    detail: 'The bytes received are not a valid HTTP request',
    code,
    request_id: '',
  };
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${problemType}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation a route serves, for logs. */
    operation?: string;
  }
}
