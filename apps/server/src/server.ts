import { contract } from '@marquee/api';
import { fileURLToPath } from 'node:url';
import { authenticate } from './auth/authenticate.ts';
import { deliverMail } from './auth/mail/deliver-mail.ts';
import { sweepAuth } from './auth/sweep.ts';
import { dialects } from './compat/dialects/dialects.ts';
import type { Config } from './config.ts';
import type { OpenDatabase } from './database/open.ts';
import { startFanOut } from './events/webhook-fan-out.ts';
import { eventFeed } from './events/feed.ts';
import { buildApp } from './http/app.ts';
import { isConsoleBuilt } from './http/console.ts';
import type { Caller } from './kernel/context.ts';
import { invokerOf, type InvokeDependencies } from './kernel/invoke.ts';
import type { Invoker } from './kernel/invoker.ts';
import { reconcileJobs } from './kernel/jobs/reconciler.ts';
import { startSweeper, sweepTasks, type SweepTask } from './kernel/jobs/sweeper.ts';
import { measured } from './kernel/measured.ts';
import { processUsage } from './lib/telemetry/process-usage.ts';
import { sweepParkedReports } from './messaging/messages/apply-parked.ts';
import { foldCounts } from './messaging/messages/fold-counts.ts';
import { summaryOf } from './metrics/performance/query-usage.ts';
import { sweepCacheClears } from './metrics/cache/cache-clears.store.ts';
import { newId } from './lib/ids.ts';
import { openDurable, type Durable, type DurableOptions } from './server-durable.ts';
import { openParts, type ServerParts } from './server-parts.ts';
import { services, type ServiceDeps } from './services.ts';
import type { EngineRuntime } from './temporal/engine-runtime.ts';

/** Where the console is built to, beside this package in the repository and in a build. */
const consoleFolder = fileURLToPath(new URL('../../console/dist/', import.meta.url));

/** A server that answers. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly database: OpenDatabase;
  /** Calls operations as somebody, without a token: for what the installation does in the demo itself. */
  readonly actAs: (caller: Caller) => Invoker;
  readonly engine: EngineRuntime;
  /** Resolves when the engine is joined and the worker polls. */
  readonly engineReady: Promise<void>;
  readonly deps: ServiceDeps;
  /** Whether the console was built and is served. */
  readonly hasConsole: boolean;
}

/** How a server is started, and who hears of its progress. */
export interface StartOptions extends DurableOptions {
  /** The database is open and its schema up to date; what comes then takes a moment only. */
  readonly onDatabase?: () => void;
}

/** Opens the database, starts the doors, the outbox and the sweepers, and joins the durable engine in the background. */
export async function startServer(config: Config, options: StartOptions): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack();
  const parts = await openParts(config, options.role, stack);
  options.onDatabase?.();
  const { database, log, publicUrl, port } = parts;
  const durable = await openDurable(config, parts, { ...options, stack });
  const closing = { now: false };
  const deps = serviceDeps(config, { parts, durable, isClosing: () => closing.now });
  const invoker = openInvoker({ parts, durable, deps }, authenticate(parts));
  const actAs = (caller: Caller) => openInvoker({ parts, durable, deps }, () => Promise.resolve(caller));
  if (options.role !== 'serve') stack.use(startFanOut({ ...parts, wakeCommands: () => durable.dispatcher.wake() }));
  stack.use(startSweeper({ ...parts, tasks: tasksOf(parts, durable) }));
  const http = { ...config, publicUrl, consoleFolder };
  const app = await buildApp({ contract, invoker, log, requestIds: newId, dialects, config: http });
  stack.defer(async () => {
    closing.now = true;
    await app.close();
  });
  if (options.role !== 'worker') await app.listen({ host: config.host, port });
  const owned = stack.move();
  const stop = () => owned.disposeAsync();
  const { engine, ready: engineReady } = durable;
  const hasConsole = isConsoleBuilt(consoleFolder);
  return { url: publicUrl, database, actAs, engine, deps, engineReady, hasConsole, [Symbol.asyncDispose]: stop };
}

interface Surroundings {
  readonly parts: ServerParts;
  readonly durable: Durable;
  readonly isClosing: () => boolean;
}

function serviceDeps(config: Config, { parts, durable, isClosing }: Surroundings): ServiceDeps {
  return {
    ...parts,
    mailSoon: () => parts.mail.wake(),
    registrationOpen: config.registrationOpen,
    webOrigins: [...config.corsOrigins, ...loopbackOrigins(config, parts.port)],
    privateLinksPermitted: config.environment === 'development',
    simulatorPermitted: config.simulator,
    webhooksToPrivate: config.webhooksToPrivate,
    feed: eventFeed(parts),
    contract: () => contract,
    system: {
      version: config.version,
      environment: config.environment,
      startedAt: parts.startedAt,
      metrics: parts.metrics,
      metricsToken: config.metricsToken,
      queries: () => summaryOf(parts.metricsAsking.usage.total),
      usage: processUsage(),
      databaseHealthy: () => parts.database.healthy(),
      engine: durable.engineState,
      worker: durable.workerState,
      isClosing,
    },
  };
}

interface Opened {
  readonly parts: ServerParts;
  readonly durable: Durable;
  readonly deps: ServiceDeps;
}

function openInvoker(
  { parts, durable: { dispatcher }, deps }: Opened,
  authenticates: InvokeDependencies['authenticate'],
): Invoker {
  const invoker = invokerOf({
    ...parts,
    services: services(deps),
    authenticate: authenticates,
    watchCaller: parts.callerWatch.watch,
    wake(promised) {
      if (promised.events) parts.publisher.wake();
      if (promised.commands) dispatcher.wake();
    },
  });
  return measured(invoker, { ...parts, elapsedMs: () => performance.now() });
}

/** A server that was given no address is at every name of this machine's own: its pages are its own under each. */
function loopbackOrigins({ publicUrl }: Config, port: number): readonly string[] {
  return publicUrl === null ? ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`) : [];
}

const minuteMs = 60_000;

function tasksOf(parts: ServerParts, { dispatcher, engine, catchUp, syncTemplates }: Durable): readonly SweepTask[] {
  const { database, files } = parts;
  const vacuum = database.kind === 'pglite' ? { vacuum: () => database.exec('vacuum analyze') } : {};
  const own = sweepTasks({
    ...parts,
    ...vacuum,
    wakeDispatcher: () => dispatcher.wake(),
    deleteFile: (key) => files.remove(key),
    deliverMail: () => deliverMail({ ...parts, mail: parts.mailGateway }),
  });
  return [
    ...own,
    { name: 'jobs', everyMs: 300_000, run: () => jobsWith(engine, parts) },
    { name: 'inbound', everyMs: minuteMs, run: () => catchUp(minuteMs / 2) },
    { name: 'whatsapp_templates', everyMs: minuteMs, run: () => syncTemplates(5 * minuteMs) },
    { name: 'message_counts', everyMs: 5000, run: () => foldCounts(parts.asSystem) },
    { name: 'parked_reports', everyMs: 60_000, run: () => sweepParkedReports(parts) },
    { name: 'metrics_cache_clears', everyMs: 3_600_000, run: () => sweepCacheClears(parts) },
    { name: 'auth', everyMs: 3_600_000, run: () => sweepAuth(parts) },
  ];
}

async function jobsWith(engine: EngineRuntime, parts: ServerParts): Promise<number> {
  const client = engine.client();
  return client === null ? 0 : await reconcileJobs(parts, client);
}
