import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { refreshStatistics } from './database/statistics.ts';
import { carrierPool } from './gateways/twilio.ts';
import { webhookPoster } from './gateways/webhook-endpoint.ts';
import { whatsappPool } from './gateways/whatsapp.ts';
import { reconcileJobs, reconcileRecords } from './kernel/jobs/reconciler.ts';
import { startDispatcher, workflowTaskQueue, type Dispatcher } from './kernel/outbox/dispatcher.ts';
import { randomChance } from './lib/chance.ts';
import { whileHeardOf } from './lib/while-heard-of.ts';
import { catchUpInbound } from './messaging/inbound/inbound-catch-up.service.ts';
import { whatsappSilenceMs } from './messaging/whatsapp/whatsapp-deps.ts';
import { syncWhatsappTemplates } from './messaging/whatsapp/whatsapp-template-sync.service.ts';
import type { ServerParts, ServerRole } from './server-parts.ts';
import { shouldRun } from './should-run.ts';
import { activities } from './temporal/activities.ts';
import { connectEngine, terminateWorkflow } from './temporal/client.ts';
import { joinEngine, type EngineConnection, type EngineRuntime, type EngineStatus } from './temporal/engine-runtime.ts';
import { startWorker, type RunningWorker } from './temporal/worker.ts';

/** How the durable part is joined. */
export interface DurableOptions {
  readonly role: ServerRole;
  readonly onEngine?: (status: EngineStatus) => void;
}

/** The durable engine, the worker on it, and what carries commands to it. */
export interface Durable {
  readonly engine: EngineRuntime;
  readonly dispatcher: Dispatcher;
  /** Resolves when the engine is joined and the worker, if this process has one, polls. */
  readonly ready: Promise<void>;
  /** Learns of inbound messages that no webhook brought, from senders not looked for since `restMs`. */
  readonly catchUp: (restMs: number, onLearned?: () => void) => Promise<number>;
  /** Reads how WhatsApp templates stand, of accounts not read since `restMs`. */
  readonly syncTemplates: (restMs: number) => Promise<number>;
  readonly engineState: () => 'healthy' | 'starting' | 'unavailable';
  readonly workerState: () => 'healthy' | 'starting' | 'elsewhere';
}

// Longer than a call to a carrier lasts at most: one that is not answered ends by itself.
const silenceMsMax = 20_000;

/** Joins the engine in the background, and asks again for every workflow that should be running. */
export async function openDurable(
  config: Config,
  parts: ServerParts,
  options: DurableOptions & { stack: AsyncDisposableStack },
): Promise<Durable> {
  const { role, stack, onEngine } = options;
  const ready = Promise.withResolvers<void>();
  let worker: RunningWorker | null = null;
  // The engine and the dispatcher know each other: commands go to the one, and it wakes the other when it comes.
  const dispatching: { current: Dispatcher | null } = { current: null };

  const sending = sendingWith(config, parts);
  const catchUp = catchUpWith(sending, () => dispatching.current?.wake());

  async function onReady({ client }: EngineConnection, address: string, signal: AbortSignal): Promise<AsyncDisposable> {
    const wakeCommands = () => dispatching.current?.wake();
    const terminate = (workflowId: string) => terminateWorkflow(client, workflowId);
    const table = activities({ ...sending, ...activityTools(parts), wakeCommands, terminate });
    // Who stopped while nobody was there is known before the first call; a slow carrier does not keep the rest waiting.
    if (role !== 'serve') await firstLook(catchUp, parts);
    const polling =
      role === 'serve' ? null : startWorker({ ...workerOptions(config, address), activities: table, log: parts.log });
    worker = polling;
    try {
      await unlessStopped(polling?.ready, signal);
      await reconcileJobs(parts, client);
      await dispatching.current?.engineReturned();
    } catch (error) {
      await polling?.[Symbol.asyncDispose]();
      throw error;
    }
    ready.resolve();
    return { [Symbol.asyncDispose]: async () => await polling?.[Symbol.asyncDispose]() };
  }

  const engine = joinEngine({
    resolve: engineOptions(config, role),
    dataDir: config.dataDir,
    namespace: config.temporal.namespace,
    log: parts.log,
    connect: connectEngine,
    pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
    onReady,
    ...(onEngine === undefined ? {} : { onStatus: onEngine }),
  });
  const onDispatched = (outcome: string) => parts.metrics.countCommand(outcome);
  const dispatcher = stack.use(startDispatcher({ ...parts, engine, onDispatched }));
  dispatching.current = dispatcher;
  stack.use(engine);
  await reconcileRecords(parts, shouldRun);
  dispatcher.wake();
  return {
    engine,
    dispatcher,
    ready: ready.promise,
    catchUp,
    syncTemplates: syncTemplatesWith(sending),
    engineState: () => engineState(engine.status()),
    workerState: () => (role === 'serve' ? 'elsewhere' : worker?.state() === 'polling' ? 'healthy' : 'starting'),
  };
}

function sendingWith({ settleMs, simulator: simulatorPermitted, webhooksToPrivate }: Config, parts: ServerParts) {
  const postWebhook = webhookPoster({ privatePermitted: webhooksToPrivate });
  return {
    ...parts,
    postWebhook,
    chance: randomChance,
    settleMs,
    simulatorPermitted,
    wake: () => parts.publisher.wake(),
  };
}

function activityTools(parts: ServerParts) {
  return { shouldRun, refreshStatistics: (tables: readonly string[]) => refreshStatistics(parts, tables) };
}

function catchUpWith(sending: ReturnType<typeof sendingWith>, wakeCommands: () => void): Durable['catchUp'] {
  const carrierFor = carrierPool();
  const wake = () => {
    sending.wake();
    wakeCommands();
  };
  return (restMs, onLearned) => catchUpInbound({ ...sending, carrierFor, wake, onLearned }, restMs);
}

function syncTemplatesWith(sending: ReturnType<typeof sendingWith>): Durable['syncTemplates'] {
  const deps = { ...sending, whatsappFor: whatsappPool(), silenceMs: whatsappSilenceMs };
  return (restMs) => syncWhatsappTemplates(deps, restMs);
}

/** Waits as long as something is learned; a look that is silent goes on by itself, and one that fails is made again by the sweeper. */
async function firstLook(catchUp: Durable['catchUp'], { log }: ServerParts): Promise<void> {
  const onError = (error: unknown) => log.error({ err: error }, 'inbound messages could not be looked for');
  await whileHeardOf(silenceMsMax, (heard) => catchUp(0, heard).catch(onError));
}

/** Waits for a worker that may never come, as long as nobody stops the server. */
async function unlessStopped(ready: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(new Error('the server is stopping'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([ready, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function engineOptions({ variables, dataDir, temporal: { address, cacheDir } }: Config, role: ServerRole) {
  if (address !== null) return { address, environment: variables };
  // Only a whole installation on one machine brings its own engine.
  if (role !== 'all') return { environment: {}, cacheDir: join(dataDir, 'no-engine'), downloadTimeoutMs: 0 };
  const sourceDir = fileURLToPath(new URL('../../../tools/temporal-dev', import.meta.url));
  return { environment: variables, cacheDir, sourceDir };
}

function workerOptions({ temporal: { namespace, cacheDir } }: Config, address: string) {
  return {
    address,
    namespace,
    cacheDir,
    queues: { workflows: workflowTaskQueue, activities: ['messaging', 'bulk', 'webhooks'] },
  };
}

function engineState({ state }: EngineStatus): 'healthy' | 'starting' | 'unavailable' {
  if (state === 'ready') return 'healthy';
  return state === 'missing' ? 'unavailable' : 'starting';
}
