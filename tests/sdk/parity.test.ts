import { contract } from '@marquee/api';
import { operationsOf, type AnyOperation, type Operation, type RawOperation } from '@marquee/api/operation';
import { Marquee } from '@marquee/sdk';
import { openDoorsStage, type DoorsStage, type OperationName, type StagedCall } from '@marquee/server/testing';
import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let stage: DoorsStage;
beforeAll(async () => {
  stage = await openDoorsStage();
}, 120_000);
afterAll(() => stage?.[Symbol.asyncDispose]());

/** Names are the contract's own; `OperationName` is the type of all of them. */
const operations = operationsOf(contract) as readonly (readonly [OperationName, AnyOperation])[];
const json = operations.flatMap(([name, operation]) => ('input' in operation ? [{ name, operation }] : []));
const raw = operations.flatMap(([name, operation]) => ('input' in operation ? [] : [{ name, operation }]));

/** What differs from one call to the next, whichever door it comes through. */
const volatile: Partial<Record<OperationName, readonly string[]>> = {
  'system.health': ['checked_at', 'uptime_seconds'],
  'messaging.contacts.create': ['number'],
  'messaging.contacts.update': ['number'],
  'messaging.segments.evaluate': ['evaluation_time_ms'],
  'messaging.segments.preview': ['evaluation_time_ms'],
  'messaging.campaigns.preview': ['sends_from', 'sends_until', 'local_time', 'first_send_at', 'last_send_at'],
  'messaging.suppressions.add': ['phone_hash'],
  'messaging.monitoring.dashboard': ['system_uptime_hours', 'since'],
  'messaging.monitoring.timeline': ['since'],
  'messaging.monitoring.errors': ['since'],
  // How an answer was come by differs from call to call; what it says does not.
  'metrics.dashboards.query': ['cache', 'cache_hit_rate', 'query_ms', 'computed_at'],
  'metrics.series.get': ['cache', 'cache_hit_rate', 'query_ms', 'computed_at'],
  'metrics.performance.get': ['memory', 'uptime_seconds'],
  'workspace.limits.get': ['remaining', 'reset_seconds'],
};

describe.each(json)('$name', ({ name, operation }) => {
  test('answers the same through SDK, tRPC and REST', async () => {
    const answers: Record<string, unknown> = {};
    let staged: StagedCall | undefined;
    for (const [door, call] of Object.entries(doors)) {
      // A query is asked three times for the same; a mutation is done three times to things of the same make.
      if (staged === undefined || operation.kind === 'mutation') staged = await stage.given(name);
      answers[door] = comparable(await call(name, operation, staged), name, operation.kind);
    }

    expect(answers['sdk']).toEqual(answers['rest']);
    expect(answers['trpc']).toEqual(answers['rest']);
  });
});

describe.each(raw)('$name', ({ name, operation }) => {
  if (
    name.startsWith('hooks.') ||
    name === 'system.docs' ||
    name === 'system.redoc' ||
    name === 'events.stream.websocket'
  )
    return test('is no call of the SDK', () => expect(methodOf(new Marquee({ apiKey: 'x' }), name)).toBeUndefined());
  if (operation.kind === 'stream') return test('tells the same events through SDK and REST', () => expectSameEvents());

  test('answers the same through SDK and REST', async () => {
    const [bySdk, byRest] = [await stage.given(name), await stage.given(name)];

    const answer = await rawSdk[name]?.(bySdk);
    const expected = await rawRest(operation, byRest);

    expect(answer, `say in rawSdk how the SDK calls ${name}`).toBeDefined();
    expect(comparableText(canonical(answer ?? ''))).toBe(comparableText(canonical(expected)));
  });
});

type Door = (name: OperationName, operation: Operation, call: StagedCall) => Promise<unknown>;

const doors: Record<'sdk' | 'trpc' | 'rest', Door> = {
  async sdk(name, operation, { input, bearer }) {
    const method = methodOf(clientOf(bearer), name);
    if (method === undefined) throw new Error(`the SDK has no ${name}`);
    const { path, rest } = partsOf(operation, input);
    return await method(...path, rest);
  },
  async trpc(name, operation, { input, bearer }) {
    const headers = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
    const client = createTRPCUntypedClient({ links: [httpLink({ url: `${stage.url}/trpc`, headers })] });
    return operation.kind === 'query' ? await client.query(name, input) : await client.mutation(name, input);
  },
  async rest(_name, operation, call) {
    const response = await restCall(operation, call);
    const body = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${body}`);
    return body === '' ? {} : JSON.parse(body);
  },
};

function clientOf(bearer: string | null): Marquee {
  return new Marquee({ baseUrl: stage.url, ...(bearer === null ? {} : { apiKey: bearer }) });
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** The client's method of an operation's name; undefined when it has none. */
function methodOf(client: Marquee, name: string): Method | undefined {
  const names = name.split('.');
  let at: unknown = client;
  let owner: unknown;
  for (const part of names) {
    owner = at;
    at = typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined;
  }
  return typeof at === 'function' ? (at.bind(owner) as Method) : undefined; // generated: whatever it takes, it is checked where it is written
}

function partsOf(operation: Operation | RawOperation, input: object) {
  const names = [...operation.rest.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const given = new Map(Object.entries(input));
  const path = names.map((name) => given.get(name));
  for (const name of names) given.delete(name);
  return { path, rest: Object.fromEntries(given) };
}

async function restCall(operation: Operation | RawOperation, { input, bearer }: StagedCall): Promise<Response> {
  const [method = '', route = ''] = operation.rest.split(' ');
  const { rest } = partsOf(operation, input);
  const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(Reflect.get(input, name))),
  );
  const url = new URL(`${stage.url}/api/v1${path}`);
  const isInUrl = method === 'GET' || method === 'DELETE';
  if (isInUrl) for (const [name, value] of Object.entries(rest)) url.searchParams.set(name, String(value));
  return await fetch(url, {
    method,
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(isInUrl ? {} : { 'content-type': 'application/json' }),
    },
    ...(isInUrl ? {} : { body: JSON.stringify(rest) }),
  });
}

/** A raw call as the stage gives it. */
interface RawInput {
  readonly params?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function rawRest(operation: RawOperation, { input, bearer }: StagedCall): Promise<string> {
  const { params = {}, headers = {}, body } = input as RawInput; // raw operations are staged so
  const [method = '', route = ''] = operation.rest.split(' ');
  const { rest } = partsOf(operation, params);
  const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(Reflect.get(params, name))),
  );
  const url = new URL(`${stage.url}/api/v1${path}`);
  for (const [name, value] of Object.entries(rest)) url.searchParams.set(name, String(value));
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }) },
    ...(body === undefined ? {} : { body }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${answer}`);
  return answer;
}

/** How the SDK calls each raw operation; an operation without an entry fails. */
const rawSdk: Partial<Record<OperationName, (call: StagedCall) => Promise<string>>> = {
  async 'messaging.contactImports.create'({ input, bearer }) {
    const { params = {}, body = '' } = input as RawInput; // raw operations are staged so
    const { file_name = '' } = params as { readonly file_name?: string }; // as its fixture says
    const file = new File([body], file_name, { type: 'text/csv' });
    return JSON.stringify(await clientOf(bearer).messaging.contactImports.create(file, params));
  },
  async 'messaging.contactImports.errors'({ input, bearer }) {
    const { import_id } = (input as { readonly params: { readonly import_id: string } }).params; // as its fixture says
    return await text((await clientOf(bearer).messaging.contactImports.errors(import_id)).body);
  },
  async 'metrics.series.csv'({ input, bearer }) {
    const { metric_name, ...params } = (input as { readonly params: SeriesParams }).params; // as its fixture says
    return await text((await clientOf(bearer).metrics.series.csv(metric_name, params)).body);
  },
  async 'system.openapi'({ bearer }) {
    return await textOf(await clientOf(bearer).system.openapi());
  },
  async 'system.metrics'({ bearer }) {
    return await textOf(await clientOf(bearer).system.metrics());
  },
};

type SeriesParams = Parameters<Marquee['metrics']['series']['csv']>[1] & { readonly metric_name: string };

async function textOf(answer: unknown): Promise<string> {
  const body: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'body') : undefined;
  return body instanceof ReadableStream ? await text(body) : JSON.stringify(answer);
}

async function expectSameEvents(): Promise<void> {
  const { bearer } = await stage.given('events.log.list');
  await stage.makeEvent();
  const { items } = await clientOf(bearer).events.log.list({ limit: 500 });
  const seen: unknown[] = [];
  const stop = new AbortController();
  for await (const event of clientOf(bearer).events.stream({ after: 0 }, { signal: stop.signal })) {
    seen.push(event);
    if (seen.length === items.length) break;
  }
  stop.abort();

  expect(items.length).toBeGreaterThan(0);
  expect(seen).toEqual(items);
}

/** Answers as they can be compared: ids, instants, secrets and running numbers of what was made are told apart by every call. */
function comparable(answer: unknown, name: OperationName, kind: 'query' | 'mutation'): unknown {
  const dropped = new Set(volatile[name] ?? []);
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (value !== null && typeof value === 'object') {
      const kept = Object.entries(value).filter(([key, each]) => !dropped.has(key) && each !== undefined);
      return Object.fromEntries(kept.map(([key, each]) => [key, walk(each)]));
    }
    return kind === 'mutation' && typeof value === 'string' ? comparableText(value) : value;
  };
  return walk(answer ?? {});
}

/** JSON without its white space; any other text as it is. */
function canonical(value: string): string {
  return /^\s*[{[]/.test(value) ? JSON.stringify(JSON.parse(value)) : value;
}

function comparableText(value: string): string {
  return value
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>')
    .replaceAll(/(eyJ[\w-]+\.[\w-]+\.[\w-]+|mq_[a-z]+_[\w-]+|whsec_[\w+/=]+)/g, '<secret>')
    .replaceAll(/AC[0-9a-f]{32}/g, '<account>')
    .replaceAll(/[0-9a-f]{64}/g, '<digest>')
    .replaceAll(/\d+(\.\d+)?/g, '#');
}
