import { contract } from '@marquee/api';
import { isOperation, type AnyOperation, type Contract, type RawResponse } from '@marquee/api/operation';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { z } from 'zod';
import { authenticate } from '../auth/authenticate.ts';
import { callerCache } from '../auth/sessions/caller-cache.ts';
import { openCallerWatch } from '../auth/sessions/caller-watch.ts';
import { accessTokens } from '../auth/tokens/access-tokens.ts';
import { eventFeed } from '../events/feed.ts';
import { openEventSignals } from '../events/signals.ts';
import type { Caller, Sender } from '../kernel/context.ts';
import { invokerOf } from '../kernel/invoke.ts';
import type { Invoker } from '../kernel/invoker.ts';
import { bucketsInMemory, defaultPolicies, limitsOver, type LimitPolicies } from '../kernel/limits/limits.ts';
import { publishWaiting } from '../kernel/outbox/publisher.ts';
import type { ServiceTree } from '../kernel/service-tree.ts';
import { systemClock } from '../lib/clock.ts';
import { keyedHash } from '../lib/crypto/keyed-hash.ts';
import { sealer } from '../lib/crypto/sealed.ts';
import { folderFileStore } from '../lib/files.ts';
import { newId } from '../lib/ids.ts';
import { createMetrics } from '../lib/telemetry/metrics.ts';
import { processUsage } from '../lib/telemetry/process-usage.ts';
import { summaryOf } from '../metrics/performance/query-usage.ts';
import { openAsking, type MetricsAsking } from '../metrics/series/ask.ts';
import { postgresMetrics } from '../metrics/store/postgres/postgres-metrics.ts';
import { services, type ServiceDeps } from '../services.ts';
import { demoSeat, type DemoSeat } from '../workspace/demo/demo-seat.ts';
import { incoming, unwatched } from './calls.ts';
import type { TestDatabase } from './database.ts';
import type { OperationName } from './operation-names.ts';

type At<C, Name extends string> = Name extends `${infer Head}.${infer Rest}`
  ? Head extends keyof C
    ? At<C[Head], Rest>
    : never
  : Name extends keyof C
    ? C[Name]
    : never;

/** What an operation takes, by its name. */
export type InputOf<Name extends OperationName> =
  At<typeof contract, Name> extends { readonly input: infer Input extends z.ZodType } ? z.input<Input> : never;

/** What an operation answers, by its name. */
export type OutputOf<Name extends OperationName> =
  At<typeof contract, Name> extends { readonly input: z.ZodType; readonly output: infer Output extends z.ZodType }
    ? z.output<Output>
    : never;

/** What a call says of itself; nothing makes it anonymous. */
export interface Says {
  /** Sent as Bearer, and looked up as every token is. */
  readonly bearer?: string;
  /** Taken for the caller as it stands, without looking anything up. */
  readonly as?: Caller;
  readonly idempotencyKey?: string;
  readonly sender?: Partial<Sender>;
}

/** A call of a raw operation. */
export interface RawCall {
  readonly params?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** The whole services tree behind the real invoker, without a network. */
export interface TestServices extends AsyncDisposable {
  readonly deps: ServiceDeps;
  readonly invoker: Invoker;
  /** Calls a JSON operation; its answer is checked against the contract. */
  call<Name extends OperationName>(name: Name, input: InputOf<Name>, says?: Says): Promise<OutputOf<Name>>;
  /** The same for names and inputs known only at run time. */
  invoke(name: OperationName, input: unknown, says?: Says): Promise<unknown>;
  /** Calls a raw or stream operation. */
  invokeRaw(name: OperationName, call: RawCall, says?: Says): Promise<RawResponse>;
  /** Numbers the events that wait, and wakes their readers; nothing does so by itself. */
  publish(): Promise<void>;
}

/** How services are opened. */
export interface TestServicesOptions {
  readonly now?: () => Date;
  /** Bounds of questions about metrics that are not the usual ones. */
  readonly asking?: { readonly cacheBytesMax?: number; readonly rowsToReadMax?: number };
  /** The tree to call instead of the server's own. */
  readonly services?: (deps: ServiceDeps) => ServiceTree;
}

const log = pino({ level: 'silent' });

/** Opens every service over a database. Limits are a thousandfold, so that a test meets none by accident. */
export async function openTestServices(db: TestDatabase, options: TestServicesOptions = {}): Promise<TestServices> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'marquee-services-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const { asSystem, asWorkspace, database } = db;
  const now = options.now ?? systemClock;
  const signals = stack.use(await openEventSignals({ asSystem, log, pollMs: null }));
  const seals = sealer(new Uint8Array(32));
  const base = {
    ...{ asSystem, asWorkspace, now, newId, sealer: seals },
    callers: callerCache(now),
    tokens: accessTokens({ asSystem, now, newId, sealer: seals }),
    limits: limitsOver(bucketsInMemory(), generous(defaultPolicies), now),
  };
  const metricsStore = postgresMetrics(database);
  const metricsAsking = openAsking({ store: metricsStore, elapsedMs: () => performance.now(), ...options.asking });
  const deps: ServiceDeps = {
    ...base,
    publicUrl: 'https://marquee.example.com',
    hashPhone: keyedHash(new Uint8Array(32)),
    files: folderFileStore(folder),
    metricsStore,
    metricsAsking,
    feed: eventFeed({ asWorkspace, signals }),
    mailSoon: () => undefined,
    registrationOpen: true,
    privateLinksPermitted: false,
    simulatorPermitted: true,
    webhooksToPrivate: true,
    demo: seatedDemo(),
    contract: () => contract,
    system: systemDeps(database, { startedAt: now(), metricsAsking }),
  };
  const known = new Map<string, Caller>();
  const lookUp = authenticate(base);
  const watch = stack.use(openCallerWatch({ ...base, log }));
  const invoker = invokerOf({
    ...{ ...base, database, log, wake: () => undefined },
    services: (options.services ?? services)(deps),
    authenticate: async (authorization) => known.get(authorization ?? '') ?? (await lookUp(authorization)),
    // Callers that tests made up have nothing behind them that could end.
    watchCaller: (caller, onChange) =>
      [...known.values()].includes(caller) ? unwatched(caller, onChange) : watch.watch(caller, onChange),
  });
  const owned = stack.move();
  return {
    ...{ deps, invoker, ...callsOf(invoker, known) },
    publish: () => publishWaiting({ asSystem, log, notify: false, announce: signals.announce }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The operation of a name. */
export function operationAt(name: OperationName): AnyOperation {
  let at: AnyOperation | Contract | undefined = contract;
  for (const part of name.split('.')) at = at === undefined || isOperation(at) ? undefined : at[part];
  if (at === undefined || !isOperation(at)) throw new Error(`the contract has no ${name}`);
  return at;
}

function callsOf(invoker: Invoker, known: Map<string, Caller>): Pick<TestServices, 'call' | 'invoke' | 'invokeRaw'> {
  const said = async <T>(says: Says, work: (call: ReturnType<typeof incoming>) => Promise<T>): Promise<T> => {
    const bearer = says.as === undefined ? (says.bearer ?? null) : newId();
    const authorization = bearer === null ? null : `Bearer ${bearer}`;
    if (says.as !== undefined && authorization !== null) known.set(authorization, says.as);
    const call = incoming({ authorization, idempotencyKey: says.idempotencyKey ?? null });
    return await work({ ...call, sender: { ...call.sender, bearer, ...says.sender } });
  };
  const invoke: TestServices['invoke'] = async (name, input, says = {}) => {
    const operation = operationAt(name);
    if (!('input' in operation)) throw new Error(`${name} is raw; use invokeRaw`);
    const { value } = await said(says, (call) => invoker.invoke({ name, operation, input, incoming: call }));
    operation.output.parse(value);
    return value;
  };
  return {
    invoke,
    // The answer was just parsed as the operation's output.
    call: async (name, input, says) => (await invoke(name, input, says)) as never,
    async invokeRaw(name, { params = {}, headers = {}, body = '', signal = AbortSignal.timeout(60_000) }, says = {}) {
      const operation = operationAt(name);
      if ('input' in operation) throw new Error(`${name} is not raw; use invoke`);
      const request = { params, headers, body: bytesOf(body), signal };
      return (await said(says, (call) => invoker.invokeRaw({ name, operation, request, incoming: call }))).response;
    },
  };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function generous(policies: LimitPolicies): LimitPolicies {
  const all = Object.entries(policies).map(([name, some]) => [
    name,
    some.map((each) => ({ ...each, quota: each.quota * 1000 })),
  ]);
  return Object.fromEntries(all) as LimitPolicies; // the names are those of `policies`
}

/** A demo that can be asked for anything and does nothing by itself. */
function seatedDemo(): DemoSeat {
  const seat = demoSeat();
  const nothing = () => Promise.resolve();
  seat.take({ silence: nothing, fill: nothing, startSend: nothing, forget: nothing });
  return seat;
}

function systemDeps(
  database: TestDatabase['database'],
  { startedAt, metricsAsking }: { readonly startedAt: Date; readonly metricsAsking: MetricsAsking },
): ServiceDeps['system'] {
  return {
    ...{ version: '0.0.0', environment: 'test', startedAt, metricsToken: null },
    metrics: createMetrics(),
    queries: () => summaryOf(metricsAsking.usage.total),
    usage: processUsage(),
    databaseHealthy: () => database.healthy(),
    engine: () => 'elsewhere',
    worker: () => 'elsewhere',
    isClosing: () => false,
  };
}
