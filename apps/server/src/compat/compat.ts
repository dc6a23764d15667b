import { ApiError } from '@marquee/api/errors';
import type { AnyOperation } from '@marquee/api/operation';
import { operationsOf } from '@marquee/api/operation';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { leaveBodies, readBodies } from '../http/bodies/bodies.ts';
import { pathOf } from '../http/problems.ts';
import { urlPlanOf } from '../http/rest/url-plan.ts';
import {
  bodyLimitOf,
  fastifyPath,
  isJsonOperation,
  isRawOperation,
  isWebSocket,
  refuseMethods,
} from '../http/routes.ts';
import type { Doors } from '../http/routes.ts';
import type { Dialect } from './dialect.ts';
import { sendFailure } from './failures.ts';
import { dialectOpenApi } from './openapi/compat-openapi.ts';
import { serveDialectReference } from './openapi/compat-reference.ts';
import { compatRouteOf, serveJson, serveRaw } from './serve.ts';
import type { Serving } from './serve.ts';
import { serveSocket } from './sockets.ts';

/** What the compat door needs besides the other doors' things. */
export interface CompatOptions {
  readonly dialects: readonly Dialect[];
  readonly now: () => Date;
}

/** Serves each document's own routes under `/compat/<document>`, in its envelope, paging and error shape. */
export async function openCompat(app: FastifyInstance, doors: Doors, { dialects, now }: CompatOptions): Promise<void> {
  const operations = new Map(operationsOf(doors.contract));
  for (const dialect of dialects) {
    const serving = { doors, dialect, operations, now };
    await app.register(async (scope) => openDialect(scope, serving), { prefix: `/compat/${dialect.document}` });
  }
}

async function openDialect(scope: FastifyInstance, serving: Serving): Promise<void> {
  const { dialect, operations, now } = serving;
  const fail = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) =>
    sendFailure(dialect, thrown, { request, reply, now: now() });
  scope.setErrorHandler(fail);
  scope.setNotFoundHandler((request, reply) =>
    fail(new ApiError('not_found', `Nothing is served at ${pathOf(request.url)}`), request, reply),
  );
  serveDialectReference(scope, dialect, dialectOpenApi(dialect, operations));
  await scope.register(async (inner) => {
    readBodies(inner);
    addRoutes(inner, serving, 'json');
  });
  await scope.register(async (inner) => {
    leaveBodies(inner);
    addRoutes(inner, serving, 'raw');
  });
  refuseUndocumentedMethods(scope, dialect);
}

function addRoutes(scope: FastifyInstance, serving: Serving, kind: 'json' | 'raw'): void {
  const { dialect, operations } = serving;
  for (const [route, entry] of Object.entries(dialect.entries)) {
    const operation = operations.get(entry.operation);
    if (operation === undefined)
      throw new Error(`the ${dialect.document} dialect names ${entry.operation}, which the contract lacks`);
    if (isJsonOperation(operation) !== (kind === 'json')) continue;
    if (isRawOperation(operation) && isWebSocket(operation)) {
      serveSocket(scope, serving, { route, entry, operation });
      continue;
    }
    const { method, path } = compatRouteOf(route);
    scope.route({
      method,
      url: fastifyPath(dialect.base + path),
      config: { operation: entry.operation, compatRoute: route },
      ...bodyLimitOf(operation),
      handler: handlerOf(serving, entry, operation),
    });
  }
}

function handlerOf(serving: Serving, entry: Dialect['entries'][string], operation: AnyOperation) {
  if (isJsonOperation(operation)) {
    const plan = urlPlanOf(operation.input);
    return (request: FastifyRequest, reply: FastifyReply) =>
      serveJson(serving, { entry, operation, plan, request, reply });
  }
  const plan = urlPlanOf(operation.params);
  return (request: FastifyRequest, reply: FastifyReply) =>
    serveRaw(serving, { entry, operation, plan, request, reply });
}

function refuseUndocumentedMethods(scope: FastifyInstance, dialect: Dialect): void {
  const taken = new Map<string, Set<HTTPMethods>>();
  for (const declared of Object.keys(dialect.entries)) {
    const { method, path } = compatRouteOf(declared);
    const url = fastifyPath(dialect.base + path);
    taken.set(url, (taken.get(url) ?? new Set()).add(method));
  }
  for (const [url, methods] of taken) refuseMethods(scope, url, methods);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The document's route that a route serves, such as `GET /api/v1/users`. */
    compatRoute?: string;
  }
}
