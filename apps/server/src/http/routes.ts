import { ApiError } from '@marquee/api/errors';
import type { AnyOperation, Contract, Operation, RawOperation } from '@marquee/api/operation';
import { operationsOf } from '@marquee/api/operation';
import type { FastifyInstance, HTTPMethods } from 'fastify';
import type { Invoker } from '../kernel/invoker.ts';

/** What every door is opened with. */
export interface Doors {
  readonly contract: Contract;
  readonly invoker: Invoker;
  /** Parse every answer with zod as well: for tests. */
  readonly isStrict: boolean;
  /** Fires when the server shuts down: streams end, so that clients reconnect elsewhere. */
  readonly closing: AbortSignal;
}

/** Where native REST lives. */
export const restPrefix = '/api/v1';

/** A REST route of an operation. */
export interface Route {
  readonly method: HTTPMethods;
  /** As declared, with `{parameters}`. */
  readonly path: string;
}

/** The method and path of `METHOD /path`. */
export function routeOf(declared: string): Route {
  const [method = '', path = ''] = declared.split(' ');
  return { method, path };
}

/** Every URL an operation answers at: its REST path and its aliases, in Fastify's notation. */
export function urlsOf(operation: AnyOperation): readonly string[] {
  return [restPrefix + routeOf(operation.rest).path, ...(operation.aliases ?? [])].map(fastifyPath);
}

/** `/a/{b}` as `/a/:b`. */
export function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** The names of a path's `{parameters}`. */
export function pathParametersOf(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

/** Whether an operation answers JSON through `invoke`. */
export function isJsonOperation(operation: AnyOperation): operation is Operation {
  return operation.kind === 'query' || operation.kind === 'mutation';
}

/** Whether an operation has a handler of its own for bodies and answers. */
export function isRawOperation(operation: AnyOperation): operation is RawOperation {
  return operation.kind === 'raw' || operation.kind === 'stream';
}

/** Whether a stream is served as WebSocket frames rather than as an HTTP body. */
export function isWebSocket(operation: AnyOperation): boolean {
  return operation.kind === 'stream' && !operation.produces.includes('text/event-stream');
}

/** Fastify's option for the largest body of an operation; none where the server's own limit holds. */
export function bodyLimitOf(operation: AnyOperation): { readonly bodyLimit?: number } {
  return isJsonOperation(operation) && operation.bodyBytesMax !== undefined
    ? { bodyLimit: operation.bodyBytesMax }
    : {};
}

const methods: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Answers 405 with Allow on every path of the contract for each method it lacks, and OPTIONS with Allow alone. */
export function refuseOtherMethods(app: FastifyInstance, contract: Contract): void {
  const allowed = new Map<string, Set<HTTPMethods>>();
  for (const [, operation] of operationsOf(contract)) {
    for (const url of urlsOf(operation)) {
      allowed.set(url, (allowed.get(url) ?? new Set()).add(routeOf(operation.rest).method));
    }
  }
  for (const [url, taken] of allowed) refuseMethods(app, url, taken);
}

/** The same for one URL. */
export function refuseMethods(app: FastifyInstance, url: string, taken: ReadonlySet<HTTPMethods>): void {
  const allow = [...taken, ...(taken.has('GET') ? ['HEAD'] : []), 'OPTIONS'].sort().join(', ');
  app.route({
    method: methods.filter((method) => !taken.has(method)),
    url,
    exposeHeadRoute: false,
    // Refused before the body is read, so that a broken body does not hide the real reason.
    onRequest: async (request, reply) => {
      void reply.header('allow', allow);
      throw new ApiError('method_not_allowed', `${request.method} is not offered here; ${allow} are`);
    },
    handler: async () => undefined,
  });
  app.route({
    method: 'OPTIONS',
    url,
    handler: async (_request, reply) => reply.code(204).header('allow', allow).send(),
  });
}
