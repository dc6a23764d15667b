import type { AnyOperation, Operation, RawOperation } from '@marquee/api/operation';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { encoderOf, strictEncoderOf } from '../http/bodies/encode.ts';
import { incomingOf } from '../http/incoming.ts';
import { rawRequestOf, sendRaw } from '../http/rest/rest-raw.ts';
import type { UrlPlan } from '../http/rest/url-plan.ts';
import { isJsonOperation, routeOf } from '../http/routes.ts';
import type { Doors, Route } from '../http/routes.ts';
import type { Answer, Incoming, Invocation, LimitState } from '../kernel/invoker.ts';
import type { LimitPolicy } from '../kernel/limits/limits.ts';
import { tellList, tellRecord, wrap } from './answer.ts';
import type { Told } from './answer.ts';
import type { Dialect, Entry, ListShape } from './dialect.ts';
import { inputOf } from './input.ts';
import { readWindow, takeWindow } from './paging.ts';
import type { CursorPage } from './paging.ts';
import { settle } from './settle.ts';

/** One document being served. */
export interface Serving {
  readonly doors: Doors;
  readonly dialect: Dialect;
  readonly operations: ReadonlyMap<string, AnyOperation>;
  readonly now: () => Date;
}

/** A document's route as HTTP has it: a WebSocket begins as a GET. */
export function compatRouteOf(declared: string): Route {
  const { method, path } = routeOf(declared);
  return { method: method === 'WS' ? 'GET' : method, path };
}

/** One request to one of its routes. */
export interface Call<Op extends AnyOperation> {
  readonly entry: Entry;
  readonly operation: Op;
  readonly plan: UrlPlan;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface Answered {
  readonly value: unknown;
  readonly limit: LimitState | null;
  readonly replayed: boolean;
  readonly headers: Answer['headers'];
}

interface Outcome {
  readonly told: Told;
  readonly status: number;
  readonly message?: string;
}

/** Answers a call of a JSON operation. */
export async function serveJson(serving: Serving, call: Call<Operation>): Promise<FastifyReply> {
  const { entry, operation } = call;
  const incoming = compatIncoming(serving, call);
  const input = inputOf(entry, call.plan, call.request);
  const status = entry.status ?? operation.status ?? 200;
  const ask = (asked: unknown, by: Incoming) =>
    invoke(serving, { name: entry.operation, operation, input: asked, incoming: by });
  if (entry.list !== undefined) {
    const { told, limit } = await readList(entry, entry.list, { input, incoming, ask });
    return send(serving, call, { told, status, limit, replayed: false, headers: {} });
  }
  const { value, ...counted } = await ask(input, incoming);
  if (entry.telling !== undefined) {
    const { data, metadata, message } = entry.telling.tell(value, { elapsedMs: call.reply.elapsedTime });
    return send(serving, call, { told: { data, metadata, totals: null }, status, message, ...counted });
  }
  return send(serving, call, { ...(await settled(serving, entry, { value, status, incoming })), ...counted });
}

/** Answers a call of a raw operation: untouched, or told as the entry says when the answer is JSON. */
export async function serveRaw(serving: Serving, call: Call<RawOperation>): Promise<FastifyReply> {
  const { entry, operation, plan, request, reply } = call;
  const incoming = compatIncoming(serving, call);
  const raw = rawRequestOf(request, { operation, plan, signal: incoming.signal });
  const { response, limit } = await serving.doors.invoker.invokeRaw({
    name: entry.operation,
    operation,
    request: raw,
    incoming,
  });
  const isTold = entry.shape !== undefined || entry.settle !== undefined;
  if (!isTold || response.status >= 300 || typeof response.body !== 'string') {
    if (limit !== null) void reply.headers(serving.dialect.limitHeaders(limit, serving.now()));
    return sendRaw(reply, response);
  }
  const started = { value: JSON.parse(response.body) as unknown, status: entry.status ?? response.status, incoming };
  return send(serving, call, { ...(await settled(serving, entry, started)), limit, replayed: false, headers: {} });
}

function compatIncoming({ dialect }: Serving, { entry, operation, request, reply }: Call<AnyOperation>): Incoming {
  return { ...incomingOf(request, reply, 'compat'), limitOverride: limitsOf(dialect, entry, { operation, request }) };
}

function limitsOf(
  { limits }: Dialect,
  entry: Entry,
  { operation, request }: Pick<Call<AnyOperation>, 'operation' | 'request'>,
): readonly LimitPolicy[] {
  if (operation.limit === 'unmetered') return [];
  return entry.limits ?? (request.headers.authorization === undefined ? limits.anonymous : limits.authenticated);
}

interface Reading {
  readonly input: Record<string, unknown>;
  readonly incoming: Incoming;
  readonly ask: (input: unknown, incoming: Incoming) => Promise<Answered>;
}

async function readList(
  entry: Entry,
  list: ListShape,
  { input, incoming, ask }: Reading,
): Promise<{ told: Told; limit: LimitState | null }> {
  const window = takeWindow(list.paging, input);
  let limit: LimitState | null = null;
  let counted = incoming;
  const windowed = await readWindow(window, async (paging) => {
    const answer = await ask({ ...input, ...paging }, counted);
    // The caller asked once; the pages we walk through for it are not its calls.
    if (counted === incoming) limit = answer.limit;
    counted = { ...incoming, limitOverride: [] };
    return answer.value as CursorPage; // entries with a list name operations that answer pages
  });
  return { told: tellList(entry, window, windowed), limit };
}

/** Calls an operation and gives its answer as JSON says it, so that undeclared columns cannot leak through a shape. */
async function invoke({ doors }: Serving, invocation: Invocation): Promise<Answered> {
  const { operation } = invocation;
  const { value, ...counted } = await doors.invoker.invoke(invocation);
  if (operation.status === 204) return { value: null, ...counted };
  const encode = (doors.isStrict ? strictEncoderOf : encoderOf)(operation.output);
  return { value: JSON.parse(encode(value)) as unknown, ...counted };
}

interface Started {
  readonly value: unknown;
  readonly status: number;
  readonly incoming: Incoming;
}

async function settled(
  serving: Serving,
  entry: Entry,
  { value: started, status, incoming }: Started,
): Promise<Outcome> {
  const { settle: rule } = entry;
  if (rule === undefined) return { told: tellRecord(entry, started), status };
  const operation = serving.operations.get(rule.operation);
  if (operation === undefined || !isJsonOperation(operation)) throw new Error(`${rule.operation} cannot be waited for`);
  const uncounted = { ...incoming, idempotencyKey: null, limitOverride: [] };
  const { value, ...outcome } = await settle(rule, started, {
    look: async (input) =>
      (await invoke(serving, { name: rule.operation, operation, input, incoming: uncounted })).value,
    signal: incoming.signal,
  });
  return { told: tellRecord(entry, value), ...outcome };
}

function send(
  { dialect, now }: Serving,
  { entry, reply }: Call<AnyOperation>,
  { told, status, message, limit, replayed, headers }: Outcome & Omit<Answered, 'value'>,
): FastifyReply {
  const at = now();
  if (limit !== null) void reply.headers(dialect.limitHeaders(limit, at));
  if (replayed) void reply.header('idempotency-replayed', 'true');
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .headers(headers)
    .send(JSON.stringify(wrap(dialect, entry, { told, message, at: at.toISOString() })));
}
