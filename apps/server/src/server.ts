import { contract } from '@marquee/api';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pino, { type Logger } from 'pino';
import { accessTokens } from './auth/access-tokens.ts';
import { authenticate } from './auth/authenticate.ts';
import { callerCache } from './auth/caller-cache.ts';
import { deliverMail } from './auth/deliver-mail.ts';
import { sweepAuth } from './auth/sweep.ts';
import { dialects } from './compat/dialects.ts';
import type { Config } from './config.ts';
import { asSystemOn, asWorkspaceOn } from './database/isolation.ts';
import { openDatabase, type OpenDatabase } from './database/open.ts';
import { eventFeed } from './events/feed.ts';
import { openEventSignals, type EventSignals } from './events/signals.ts';
import { mailGateway } from './gateways/mail.ts';
import { buildApp } from './http/app.ts';
import { startDispatcher, workflowTaskQueue, type Dispatcher } from './kernel/dispatcher.ts';
import { invokerOf } from './kernel/invoke.ts';
import type { Invoker } from './kernel/invoker.ts';
import { bucketsInPostgres } from './kernel/limits.store.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from './kernel/limits.ts';
import { measured } from './kernel/measured.ts';
import { measureOutbox } from './kernel/outbox-gauges.ts';
import { startPublisher } from './kernel/publisher.ts';
import { reconcileJobs, reconcileRecords } from './kernel/reconciler.ts';
import { serverSecret } from './kernel/server-secrets.ts';
import { startSweeper, sweepTasks } from './kernel/sweeper.ts';
import { systemClock } from './lib/clock.ts';
import { folderFileStore } from './lib/files.ts';
import { newId } from './lib/ids.ts';
import { keyedHash } from './lib/keyed-hash.ts';
import { createLog } from './lib/log.ts';
import { createMetrics } from './lib/metrics.ts';
import { processUsage } from './lib/process-usage.ts';
import { secretKey } from './lib/sealed-key.ts';
import { sealer } from './lib/sealed.ts';
import { openTelemetry } from './lib/telemetry.ts';
import { wokenLoop } from './lib/woken-loop.ts';
import { shouldRun } from './should-run.ts';
import { services, type ServiceDeps } from './services.ts';
import { activities, type ActivityDeps } from './temporal/activities.ts';
import { connectEngine } from './temporal/client.ts';
import { freePort } from './temporal/engine-readiness.ts';
import { joinEngine, type EngineRuntime, type EngineStatus } from './temporal/engine-runtime.ts';
import { startWorker, type RunningWorker } from './temporal/worker.ts';

/** Where the migrations are. */
export const migrationsFolder = new URL('../migrations/', import.meta.url);

/** What one process does: everything on one machine, or one part of a larger installation. */
export type ServerRole = 'all' | 'serve' | 'worker';

/** How a server is started. */
export interface StartOptions {
  readonly role: ServerRole;
  /** Variables of the process, for finding and building the engine. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onEngine?: (status: EngineStatus) => void;
}

/** A server that answers. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly database: OpenDatabase;
  readonly invoker: Invoker;
  readonly engine: EngineRuntime;
  /** Resolves when the engine is joined and the worker polls. */
  readonly engineReady: Promise<void>;
  readonly deps: ServiceDeps;
}

/** Opens the database, starts the doors, the outbox and the sweepers, and joins the durable engine in the background. */
export async function startServer(config: Config, options: StartOptions): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack();
  const port = config.port === 0 ? await freePort() : config.port;
  const url = config.publicUrl ?? `http://localhost:${port}`;
  await mkdir(config.dataDir, { recursive: true });
  const log = openLog(config, options.role);
  const startedAt = systemClock();
  const database = stack.use(await openDatabase({ ...config, connectionsMax: config.databaseConnectionsMax, migrationsFolder }));
  const base = await openBase(config, { database, log, url });
  const telemetry = stack.use(await openTelemetry({ endpoint: config.telemetryEndpoint, service: 'marquee', version: config.version }));
  const metrics = createMetrics();
  measureOutbox(metrics, base.asSystem);
  const signals = stack.use(await openSignals(database, base.asSystem, log));
  const publisher = stack.use(startPublisher({ ...base, announce: signals.announce, notify: database.kind === 'postgres', onPublished: (count) => metrics.countEvents(count) }));
  const mail = stack.use(mailLoop(config, base));

  let closing = false;
  let worker: RunningWorker | null = null;
  // The engine and what needs it know each other: commands go to it, and it wakes them when it comes.
  const dispatching: { current: Dispatcher | null } = { current: null };
  const ready = Promise.withResolvers<void>();
  const activityDeps: ActivityDeps = { ...base, wake: () => publisher.wake(), wakeCommands: () => dispatching.current?.wake() };
  const engine = joinEngine({
    resolve: engineOptions(config, options),
    dataDir: config.dataDir,
    namespace: config.temporal.namespace,
    log,
    connect: connectEngine,
    pause: async (ms, signal) => void (await wait(ms, undefined, { signal }).catch(() => undefined)),
    ...(options.onEngine === undefined ? {} : { onStatus: options.onEngine }),
    async onReady({ client }, address) {
      worker = options.role === 'serve' ? null : startWorker({ ...workerOptions(config, address), activities: activities(activityDeps), log });
      await worker?.ready;
      await reconcileJobs(base, client);
      await dispatching.current?.engineReturned();
      ready.resolve();
      return { [Symbol.asyncDispose]: async () => void (await worker?.[Symbol.asyncDispose]()) };
    },
  });
  const dispatcher = stack.use(startDispatcher({ ...base, engine, onDispatched: (outcome) => metrics.countCommand(outcome) }));
  dispatching.current = dispatcher;
  stack.use(engine);
  await reconcileRecords(base, shouldRun);
  dispatcher.wake();

  const deps: ServiceDeps = {
    ...base,
    mailSoon: () => mail.wake(),
    registrationOpen: config.registrationOpen,
    webOrigins: config.corsOrigins,
    privateLinksPermitted: config.environment === 'development',
    simulatorPermitted: config.simulator,
    feed: eventFeed({ asWorkspace: base.asWorkspace, signals }),
    contract: () => contract,
    system: {
      version: config.version,
      environment: config.environment,
      startedAt,
      metrics,
      metricsToken: config.metricsToken,
      usage: processUsage(),
      databaseHealthy: () => database.healthy(),
      engine: () => partOf(engine.status()),
      worker: () => (options.role === 'serve' ? 'elsewhere' : worker?.state() === 'polling' ? 'healthy' : 'starting'),
      isClosing: () => closing,
    },
  };
  const invoker = measured(
    invokerOf({
      ...base,
      database,
      services: services(deps),
      authenticate: authenticate(base),
      wake(promised) {
        if (promised.events) publisher.wake();
        if (promised.commands) dispatcher.wake();
      },
    }),
    { metrics, telemetry, elapsedMs: () => performance.now() },
  );
  stack.use(startSweeper({ ...base, tasks: tasksOf(config, base, { database, dispatcher, engine, deliverMail: () => deliverMail({ ...base, mail: base.mailGateway }) }) }));
  const app = await buildApp({ contract, invoker, log, requestIds: newId, dialects, config: { ...config, publicUrl: url } });
  stack.defer(async () => {
    closing = true;
    await app.close();
  });
  if (options.role !== 'worker') await listen(app, config.host, port);
  const owned = stack.move();
  return { url, database, invoker, engine, deps, engineReady: ready.promise, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

type Base = Awaited<ReturnType<typeof openBase>>;

/** What nearly everything works with. */
async function openBase(config: Config, { database, log, url }: { database: OpenDatabase; log: Logger; url: string }) {
  const now = systemClock;
  const [asSystem, asWorkspace] = [asSystemOn(database), asWorkspaceOn(database)];
  const seals = sealer(await secretKey({ value: config.secretKey, file: join(config.dataDir, 'secret.key') }));
  const hashPhone = keyedHash(await serverSecret({ asSystem, sealer: seals, now }, 'suppressions'));
  const buckets = database.kind === 'postgres' ? bucketsInPostgres(asSystem) : bucketsInMemory();
  return {
    now,
    newId,
    log,
    asSystem,
    asWorkspace,
    hashPhone,
    sealer: seals,
    publicUrl: url,
    callers: callerCache(now),
    tokens: accessTokens({ asSystem, now, newId, sealer: seals }),
    limits: limitsOver(buckets, defaultPolicies, now),
    files: folderFileStore(join(config.dataDir, 'files')),
    mailGateway: mailGateway({ ...config.mail, folder: join(config.dataDir, 'mailbox') }),
  };
}

function openLog(config: Config, role: ServerRole): Logger {
  const level = { level: config.logLevel, base: { version: config.version } };
  // On one machine the terminal belongs to the person who started it.
  if (role !== 'all') return createLog(level);
  return createLog({ ...level, destination: pino.destination({ dest: join(config.dataDir, 'server.log'), mkdir: true }) });
}

function openSignals(database: OpenDatabase, asSystem: Base['asSystem'], log: Logger): Promise<EventSignals> {
  if (database.kind === 'pglite') return openEventSignals({ asSystem, log, pollMs: null });
  const listening = 'listen' in database ? { listen: database.listen } : {};
  return openEventSignals({ asSystem, log, pollMs: 2000, ...listening });
}

function mailLoop(config: Config, base: Base) {
  return wokenLoop({
    work: () => deliverMail({ ...base, mail: base.mailGateway }).then(() => null),
    everyMs: config.environment === 'production' ? 30_000 : 60_000,
    onError: (error) => base.log.warn({ err: error }, 'mail could not be sent; trying again'),
  });
}

function engineOptions(config: Config, { role, environment }: StartOptions) {
  const { address, cacheDir } = config.temporal;
  if (address !== null) return { address, environment };
  // Only a whole installation on one machine brings its own engine.
  if (role !== 'all') return { environment: {}, cacheDir: join(config.dataDir, 'no-engine'), downloadTimeoutMs: 0 };
  return { environment, cacheDir, sourceDir: new URL('../../../tools/temporal-dev', import.meta.url).pathname };
}

function workerOptions(config: Config, address: string) {
  const { namespace, cacheDir } = config.temporal;
  return { address, namespace, cacheDir, queues: { workflows: workflowTaskQueue, activities: ['messaging', 'bulk'] } };
}

interface Sweeping {
  readonly database: OpenDatabase;
  readonly dispatcher: Dispatcher;
  readonly engine: EngineRuntime;
  readonly deliverMail: () => Promise<number>;
}

function tasksOf(_config: Config, base: Base, { database, dispatcher, engine, deliverMail: deliver }: Sweeping) {
  const vacuum = database.kind === 'pglite' ? { vacuum: () => database.exec('vacuum analyze') } : {};
  return [
    ...sweepTasks({
      ...base,
      ...vacuum,
      wakeDispatcher: () => dispatcher.wake(),
      deleteFile: (key) => base.files.remove(key),
      deliverMail: deliver,
    }),
    { name: 'jobs', everyMs: 300_000, run: () => jobsWith(engine, base) },
    { name: 'auth', everyMs: 3_600_000, run: () => sweepAuth(base) },
  ];
}

async function jobsWith(engine: EngineRuntime, base: Base): Promise<number> {
  const client = engine.client();
  return client === null ? 0 : await reconcileJobs(base, client);
}

function partOf({ state }: EngineStatus) {
  if (state === 'ready') return 'healthy';
  return state === 'missing' ? 'unavailable' : 'starting';
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken) throw error;
    throw new Error(`Port ${port} is taken. Stop what uses it, or choose another with PORT.`, { cause: error });
  }
}
