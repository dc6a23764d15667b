import { ApiError } from '@marquee/api/errors';
import type { AnyOperation, Operation, RawOperation } from '@marquee/api/operation';
import { operationsOf } from '@marquee/api/operation';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { leaveBodies, readBodies } from '../http/bodies.ts';
import { encoderOf, strictEncoderOf } from '../http/encode.ts';
import { incomingOf } from '../http/incoming.ts';
import { pathOf } from '../http/problems.ts';
import { rawRequestOf, sendRaw } from '../http/rest-raw.ts';
import { fastifyPath, isJsonOperation, refuseMethods, routeOf } from '../http/routes.ts';
import type { Doors } from '../http/routes.ts';
import { urlPlanOf } from '../http/url-plan.ts';
import type { UrlPlan } from '../http/url-plan.ts';
import type { Incoming, LimitState } from '../kernel/invoker.ts';
import type { LimitPolicy } from '../kernel/limits.ts';
import { tellList, tellRecord, wrap } from './answer.ts';
import type { Told } from './answer.ts';
import { dialectOpenApi } from './compat-openapi.ts';
import { serveDialectReference } from './compat-reference.ts';
import type { Dialect, Entry } from './dialect.ts';
import { sendFailure } from './failures.ts';
import { inputOf } from './input.ts';
import { readWindow, takeWindow } from './paging.ts';
import type { CursorPage } from './paging.ts';
import { settle } from './settle.ts';

/** What the compat door needs besides the other doors' things. */
export interface CompatOptions {
  readonly dialects: readonly Dialect[];
  readonly now: () => Date;
}

/** Serves each document's own routes under `/compat/<document>`, in its envelope, paging and error shape. */
export async function openCompat(app: FastifyInstance, doors: Doors, { dialects, now }: CompatOptions): Promise<void> {
  const operations = new Map(operationsOf(doors.contract));
  for (const dialect of dialects) {
    const document = dialectOpenApi(dialect, operations);
    await app.register(
      async (scope) => {
        const fail = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) =>
          sendFailure(dialect, thrown, { request, reply, now: now() });
        scope.setErrorHandler(fail);
        scope.setNotFoundHandler((request, reply) => fail(new ApiError('not_found', `Nothing is served at ${pathOf(request.url)}`), request, reply));
        serveDialectReference(scope, dialect, document);
        const door = new Door(doors, dialect, { operations, now });
        await scope.register(async (inner) => {
          readBodies(inner);
          door.addJsonRoutes(inner);
        });
        await scope.register(async (inner) => {
          leaveBodies(inner);
          door.addRawRoutes(inner);
        });
        refuseUndocumentedMethods(scope, dialect);
      },
      { prefix: `/compat/${dialect.document}` },
    );
  }
}

function refuseUndocumentedMethods(scope: FastifyInstance, dialect: Dialect): void {
  const taken = new Map<string, Set<HTTPMethods>>();
  for (const declared of Object.keys(dialect.entries)) {
    const { method, path } = routeOf(declared);
    const url = fastifyPath(dialect.base + path);
    taken.set(url, (taken.get(url) ?? new Set()).add(method));
  }
  for (const [url, methods] of taken) refuseMethods(scope, url, methods);
}

interface DoorParts {
  readonly operations: ReadonlyMap<string, AnyOperation>;
  readonly now: () => Date;
}

interface Answered {
  readonly value: unknown;
  readonly limit: LimitState | null;
  readonly replayed: boolean;
}

interface Sent {
  readonly told: Told;
  readonly status: number;
  readonly message?: string | undefined;
  readonly limit: LimitState | null;
  readonly replayed: boolean;
}

/** One document's routes: calls operations and tells their answers the document's way. */
class Door {
  private readonly doors: Doors;
  private readonly dialect: Dialect;
  private readonly parts: DoorParts;

  constructor(doors: Doors, dialect: Dialect, parts: DoorParts) {
    this.doors = doors;
    this.dialect = dialect;
    this.parts = parts;
  }

  addJsonRoutes(scope: FastifyInstance): void {
    for (const [route, entry] of Object.entries(this.dialect.entries)) {
      const operation = this.operation(entry.operation);
      if (!isJsonOperation(operation)) continue;
      const plan = urlPlanOf(operation.input);
      this.addRoute(scope, route, entry, async (request, reply) =>
        this.send(reply, entry, await this.call(entry, operation, { plan, request, reply })),
      );
    }
  }

  addRawRoutes(scope: FastifyInstance): void {
    for (const [route, entry] of Object.entries(this.dialect.entries)) {
      const operation = this.operation(entry.operation);
      if (isJsonOperation(operation)) continue;
      const plan = urlPlanOf(operation.params);
      this.addRoute(scope, route, entry, (request, reply) => this.callRaw(entry, operation, { plan, request, reply }));
    }
  }

  private addRoute(
    scope: FastifyInstance,
    route: string,
    entry: Entry,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
  ): void {
    const { method, path } = routeOf(route);
    const config = { operation: entry.operation, compatRoute: route };
    scope.route({ method, url: fastifyPath(this.dialect.base + path), config, handler });
  }

  private operation(name: string): AnyOperation {
    const operation = this.parts.operations.get(name);
    if (operation === undefined) throw new Error(`the ${this.dialect.document} dialect names ${name}, which the contract lacks`);
    return operation;
  }

  private incoming(entry: Entry, operation: AnyOperation, request: FastifyRequest, reply: FastifyReply): Incoming {
    return { ...incomingOf(request, reply, 'compat'), limitOverride: this.limits(entry, operation, request) };
  }

  private limits(entry: Entry, operation: AnyOperation, request: FastifyRequest): readonly LimitPolicy[] {
    if (operation.limit === 'unmetered') return [];
    const { anonymous, authenticated } = this.dialect.limits;
    return entry.limits ?? (request.headers.authorization === undefined ? anonymous : authenticated);
  }

  private async call(
    entry: Entry,
    operation: Operation,
    { plan, request, reply }: { readonly plan: UrlPlan; readonly request: FastifyRequest; readonly reply: FastifyReply },
  ): Promise<Sent> {
    const incoming = this.incoming(entry, operation, request, reply);
    const input = inputOf(entry, plan, request);
    const status = entry.status ?? operation.status ?? 200;
    if (entry.list === undefined) {
      const { value, ...rest } = await this.invoke(entry.operation, operation, input, incoming);
      return entry.settle === undefined
        ? { told: tellRecord(entry, value), status, ...rest }
        : { ...(await this.settled(entry, value, status, incoming)), ...rest };
    }
    const { list } = entry;
    const window = takeWindow(list.paging, input);
    let limit: LimitState | null = null;
    let counted: Incoming = incoming;
    const windowed = await readWindow(window, async (paging) => {
      const answer = await this.invoke(entry.operation, operation, { ...input, ...paging }, counted);
      // The caller asked once; the pages we walk through for it are not its calls.
      if (counted === incoming) limit = answer.limit;
      counted = { ...incoming, limitOverride: [] };
      return answer.value as CursorPage; // entries with a list name operations that answer pages
    });
    return { told: tellList(entry, list, window, windowed), status, limit, replayed: false };
  }

  /** Calls an operation and gives its answer as JSON says it, so that undeclared columns cannot leak through a shape. */
  private async invoke(name: string, operation: Operation, input: unknown, incoming: Incoming): Promise<Answered> {
    const { value, limit, replayed } = await this.doors.invoker.invoke(name, operation, input, incoming);
    if (operation.status === 204) return { value: null, limit, replayed };
    const encode = (this.doors.isStrict ? strictEncoderOf : encoderOf)(operation.output);
    return { value: JSON.parse(encode(value)) as unknown, limit, replayed };
  }

  private async settled(
    entry: Entry,
    started: unknown,
    status: number,
    incoming: Incoming,
  ): Promise<{ told: Told; status: number; message?: string }> {
    const rule = entry.settle;
    if (rule === undefined) return { told: tellRecord(entry, started), status };
    const look = this.operation(rule.operation);
    if (!isJsonOperation(look)) throw new Error(`${rule.operation} has no JSON answer to wait for`);
    const uncounted = { ...incoming, idempotencyKey: null, limitOverride: [] };
    const { value, hasEnded } = await settle(
      rule,
      started,
      async (input) => (await this.invoke(rule.operation, look, input, uncounted)).value,
      incoming.signal,
    );
    const told = tellRecord(entry, value);
    return hasEnded ? { told, status } : { told, ...rule.pending };
  }

  private async callRaw(
    entry: Entry,
    operation: RawOperation,
    { plan, request, reply }: { readonly plan: UrlPlan; readonly request: FastifyRequest; readonly reply: FastifyReply },
  ): Promise<FastifyReply> {
    const incoming = this.incoming(entry, operation, request, reply);
    const raw = rawRequestOf(request, { operation, plan, signal: incoming.signal });
    const { response, limit } = await this.doors.invoker.invokeRaw(entry.operation, operation, raw, incoming);
    const isTold = entry.shape !== undefined || entry.settle !== undefined;
    if (!isTold || response.status >= 300 || typeof response.body !== 'string') {
      if (limit !== null) void reply.headers(this.dialect.limitHeaders(limit, this.parts.now()));
      return sendRaw(reply, response);
    }
    const status = entry.status ?? response.status;
    const sent = await this.settled(entry, JSON.parse(response.body), status, incoming);
    return this.send(reply, entry, { ...sent, limit, replayed: false });
  }

  private send(reply: FastifyReply, entry: Entry, { told, status, message, limit, replayed }: Sent): FastifyReply {
    const now = this.parts.now();
    if (limit !== null) void reply.headers(this.dialect.limitHeaders(limit, now));
    if (replayed) void reply.header('idempotency-replayed', 'true');
    return reply
      .code(status)
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(wrap(this.dialect, entry, told, { message, at: now.toISOString() })));
  }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The document's route that a route serves, such as `GET /api/v1/users`. */
    compatRoute?: string;
  }
}
