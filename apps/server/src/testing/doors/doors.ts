import { ApiError } from '@marquee/api/errors';
import type { Contract, RawRequest, RawResponse } from '@marquee/api/operation';
import { operation, rawOperation } from '@marquee/api/operation';
import type { FastifyInstance } from 'fastify';
import { pino, type Logger } from 'pino';
import { z } from 'zod';
import type { Dialect } from '../../compat/dialect.ts';
import { buildApp } from '../../http/app.ts';
import type { AppOptions } from '../../http/app.ts';
import type { Incoming, Invoker, LimitState } from '../../kernel/invoker.ts';
import { withLimit } from '../../kernel/invoker.ts';
import { parseInput } from '../../kernel/parse.ts';

const Thing = z.object({ id: z.string(), phone_e164: z.string(), size: z.int().nullable() }).meta({ id: 'Thing' });
const base = { scope: 'system:read', tx: 'none', limit: 'default', summary: 'Test' } as const;

/** A contract with one of everything the doors must do. */
export const testContract = {
  shop: {
    things: {
      list: operation({
        ...base,
        kind: 'query',
        rest: 'GET /things',
        aliases: ['/things'],
        input: z.strictObject({
          limit: z.int().min(1).default(50),
          is_big: z.boolean().optional(),
          tags: z.array(z.string()).optional(),
          sizes: z.array(z.number()).optional(),
          name: z.string().optional(),
        }),
        output: z.object({ echo: z.record(z.string(), z.unknown()) }),
      }),
      get: operation({
        ...base,
        kind: 'query',
        rest: 'GET /things/{phone_e164}',
        input: z.object({ phone_e164: z.string() }),
        output: Thing,
        errors: ['not_found'],
      }),
      search: operation({
        ...base,
        kind: 'query',
        rest: 'POST /things/search',
        headers: ['etag', 'x-cache'],
        input: z.object({ name: z.string() }),
        output: z.object({ found: z.int() }),
      }),
      load: operation({
        ...base,
        kind: 'mutation',
        rest: 'POST /things/load',
        idempotent: 'natural',
        bodyBytesMax: 3 * 1024 * 1024,
        input: z.object({ names: z.array(z.string()) }),
        output: z.object({ loaded: z.int() }),
      }),
      create: operation({
        ...base,
        kind: 'mutation',
        rest: 'POST /things',
        status: 201,
        location: '/things/{phone_e164}',
        idempotent: 'key',
        input: z.object({ phone_e164: z.string(), size: z.int().optional() }),
        output: Thing,
      }),
      update: operation({
        ...base,
        kind: 'mutation',
        rest: 'PUT /things/{phone_e164}',
        form: true,
        input: z.object({ phone_e164: z.string(), size: z.int() }),
        output: Thing,
      }),
      delete: operation({
        ...base,
        kind: 'mutation',
        rest: 'DELETE /things/{phone_e164}',
        status: 204,
        input: z.object({ phone_e164: z.string() }),
        output: z.object({}),
      }),
      start: operation({
        ...base,
        kind: 'mutation',
        rest: 'POST /things/{phone_e164}/start',
        status: 202,
        input: z.object({ phone_e164: z.string() }),
        output: z.object({ job_id: z.string() }),
      }),
    },
    files: {
      upload: rawOperation({
        kind: 'raw',
        rest: 'POST /files',
        summary: 'Test',
        scope: 'system:read',
        limit: 'default',
        params: z.object({ name: z.string().optional() }),
        consumes: ['multipart/form-data', 'text/csv'],
        produces: ['application/json'],
      }),
      download: rawOperation({
        kind: 'raw',
        rest: 'GET /files/{name}',
        summary: 'Test',
        scope: 'system:read',
        limit: 'default',
        params: z.object({ name: z.string(), rows: z.int().optional() }),
        produces: ['text/csv'],
      }),
      hook: rawOperation({
        kind: 'raw',
        rest: 'POST /hook',
        summary: 'Test',
        scope: 'signature:test',
        limit: 'unmetered',
        params: z.object({}),
        consumes: ['application/x-www-form-urlencoded'],
        produces: ['text/xml'],
      }),
    },
    stream: {
      sse: rawOperation({
        kind: 'stream',
        rest: 'GET /stream',
        summary: 'Test',
        scope: 'events:read',
        limit: 'default',
        params: z.object({ after: z.int().optional() }),
        produces: ['text/event-stream'],
      }),
      websocket: rawOperation({
        kind: 'stream',
        rest: 'GET /ws',
        aliases: ['/ws/updates'],
        summary: 'Test',
        scope: 'events:read',
        limit: 'default',
        params: z.object({ after: z.int().optional() }),
        produces: ['application/json'],
      }),
    },
  },
};

/** One call as the fake invoker saw it. */
export interface Seen {
  readonly name: string;
  readonly input: unknown;
  readonly incoming: Incoming;
}

type Handlers = Readonly<Record<string, (input: never, incoming: Incoming) => unknown>>;
type RawHandlers = Readonly<
  Record<string, (request: RawRequest<never>, incoming: Incoming) => RawResponse | Promise<RawResponse>>
>;

/** An invoker that parses, refuses callers without a token, counts down a limit, and asks the given functions. */
export function fakeInvoker(handlers: Handlers, rawHandlers: RawHandlers = {}): Invoker & { readonly seen: Seen[] } {
  const seen: Seen[] = [];
  let remaining = 100;
  const enter = (incoming: Incoming): LimitState => {
    remaining -= 1;
    const limit = { policy: 'test', quota: 100, windowSeconds: 60, remaining, resetSeconds: 30 };
    if (incoming.authorization === 'Bearer wrong')
      throw withLimit(new ApiError('unauthenticated', 'Sign in first'), limit);
    return limit;
  };
  return {
    seen,
    async invoke({ name, operation, input: raw, incoming }) {
      const limit = enter(incoming);
      const input = parseInput(operation.input, raw);
      seen.push({ name, input, incoming });
      const headers = operation.headers?.includes('etag') === true ? { etag: 'W/"one"', 'x-cache': 'MISS' } : {};
      const value = await handlers[name]?.(input as never, incoming); // each test gives functions for its own schemas
      return { value, limit, replayed: incoming.idempotencyKey === 'again', headers };
    },
    async invokeRaw({ name, operation, request, incoming }) {
      const limit = enter(incoming);
      const parsed = { ...request, params: parseInput(operation.params, request.params) };
      seen.push({ name, input: parsed.params, incoming });
      const response = await rawHandlers[name]?.(parsed as never, incoming); // as above
      if (response === undefined) throw new Error(`no handler for ${name}`);
      return { response, limit };
    },
  };
}

/** What a test states of its app. */
export interface TestApp {
  readonly contract?: Contract;
  readonly invoker: Invoker;
  readonly dialects?: readonly Dialect[];
  readonly config?: Partial<AppOptions['config']>;
  readonly log?: Logger;
}

/** An app with quiet logs unless given others, a stopped clock and counted request ids. */
export async function buildTestApp({
  contract = testContract,
  invoker,
  dialects = [],
  config = {},
  log = pino({ level: 'silent' }),
}: TestApp): Promise<FastifyInstance> {
  let made = 0;
  const app = await buildApp({
    contract,
    invoker,
    dialects,
    config: {
      publicUrl: 'http://localhost:4000',
      allowedHosts: ['127.0.0.1'],
      corsOrigins: ['app://marquee'],
      trustedProxies: [],
      isStrict: true,
      ...config,
    },
    log,
    requestIds: () => `request-${(made += 1)}`,
    now: () => new Date('2026-03-15T09:00:00.000Z'),
  });
  await app.ready();
  return app;
}
