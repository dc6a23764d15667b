import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { deliverMail } from './auth/mail/deliver-mail.ts';
import { callerCache } from './auth/sessions/caller-cache.ts';
import { openCallerWatch } from './auth/sessions/caller-watch.ts';
import { accessTokens } from './auth/tokens/access-tokens.ts';
import type { Config } from './config.ts';
import { asSystemOn, asWorkspaceOn } from './database/isolation.ts';
import { lockDataFolder } from './database/lock.ts';
import { openDatabase, type OpenDatabase } from './database/open.ts';
import { openEventSignals, type EventSignals } from './events/signals.ts';
import { mailGateway } from './gateways/mail.ts';
import { s3FileStore } from './gateways/s3.ts';
import { bucketsInPostgres } from './kernel/limits/limits.store.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from './kernel/limits/limits.ts';
import { measureOutbox } from './kernel/outbox/outbox-gauges.ts';
import { startPublisher } from './kernel/outbox/publisher.ts';
import { serverSecret } from './kernel/server-secrets.ts';
import { systemClock } from './lib/clock.ts';
import { keyedHash } from './lib/crypto/keyed-hash.ts';
import { secretKey } from './lib/crypto/sealed-key.ts';
import { sealer } from './lib/crypto/sealed.ts';
import { folderFileStore, type FileStore } from './lib/files.ts';
import { newId } from './lib/ids.ts';
import { createLog } from './lib/telemetry/log.ts';
import { createMetrics } from './lib/telemetry/metrics.ts';
import { openTelemetry } from './lib/telemetry/telemetry.ts';
import { measureCache, openAsking } from './metrics/series/ask.ts';
import { duckdbMetrics } from './metrics/store/duckdb/duckdb-metrics.ts';
import type { MetricsStore } from './metrics/store/metrics-store.ts';
import { postgresMetrics } from './metrics/store/postgres/postgres-metrics.ts';
import { wokenLoop } from './lib/woken-loop.ts';
import { freePort } from './temporal/engine-readiness.ts';
import { demoSeat } from './workspace/demo/demo-seat.ts';

/** Where the migrations are. */
export const migrationsFolder = new URL('../migrations/', import.meta.url);

/** What one process does: everything on one machine, or one part of a larger installation. */
export type ServerRole = 'all' | 'serve' | 'worker';

/** What stands before any door opens, and what nearly everything works with. */
export type ServerParts = Awaited<ReturnType<typeof openParts>>;

/** Opens the database, the keys, the outbox's publisher and the measures. */
export async function openParts(config: Config, role: ServerRole, stack: AsyncDisposableStack) {
  const port = config.port === 0 ? await freePort() : config.port;
  if (role !== 'worker') await assertPortFree(config.host, port);
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
  await mkdir(config.dataDir, { recursive: true });
  const log = openLog(config, role);
  const startedAt = systemClock();
  const database = stack.use(
    await openDatabase({ ...config, connectionsMax: config.databaseConnectionsMax, migrationsFolder }),
  );
  const files = await openFiles(config, stack);
  const base = await openBase(config, { database, files, log, publicUrl });
  const { telemetryEndpoint: endpoint, version } = config;
  const telemetry = stack.use(await openTelemetry({ endpoint, service: 'marquee', version }));
  const metrics = createMetrics();
  measureOutbox(metrics, base.asSystem);
  const signals = stack.use(await openSignals(database, base.asSystem, log));
  const callerWatch = stack.use(openCallerWatch(base));
  const publishing = { announce: signals.announce, notify: database.kind === 'postgres' };
  const publisher = stack.use(
    startPublisher({ ...base, ...publishing, onPublished: (count) => metrics.countEvents(count) }),
  );
  const mail = stack.use(mailLoop(base));
  const metricsStore = await openMetrics(config, role, { database, stack });
  const { metricsCacheBytes: cacheBytesMax } = config;
  const metricsAsking = openAsking({ store: metricsStore, elapsedMs: () => performance.now(), cacheBytesMax });
  measureCache(metrics, metricsAsking);
  return {
    ...base,
    port,
    startedAt,
    database,
    telemetry,
    metrics,
    demo: demoSeat(),
    signals,
    callerWatch,
    publisher,
    mail,
    metricsStore,
    metricsAsking,
  };
}

/** Said before anything is opened: a start that cannot end well should not take long to say so. */
async function assertPortFree(host: string, port: number): Promise<void> {
  const server = createServer().listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error(`Port ${port} is taken. Stop what uses it, or choose another with PORT.`, { cause: error });
  }
  server.close();
  await once(server, 'close');
}

async function openBase(
  config: Config,
  { database, files, log, publicUrl }: { database: OpenDatabase; files: FileStore; log: Logger; publicUrl: string },
) {
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
    publicUrl,
    callers: callerCache(now),
    tokens: accessTokens({ asSystem, now, newId, sealer: seals }),
    limits: limitsOver(buckets, defaultPolicies, now),
    files,
    mailGateway: mailGateway({ ...config.mail, folder: join(config.dataDir, 'mailbox') }),
  };
}

/** @throws when the bucket cannot be used: better told at the start than at the first upload */
async function openFiles({ fileBucket, dataDir }: Config, stack: AsyncDisposableStack): Promise<FileStore> {
  if (fileBucket === null) return folderFileStore(join(dataDir, 'files'));
  const bucket = stack.use(await s3FileStore(fileBucket));
  await bucket.probe(`start-up/${newId()}`);
  return bucket;
}

/** @throws when several processes would share what one process holds */
async function openMetrics(
  { metricsStore, dataDir }: Config,
  role: ServerRole,
  { database, stack }: { readonly database: OpenDatabase; readonly stack: AsyncDisposableStack },
): Promise<MetricsStore> {
  if (metricsStore.kind === 'database') return stack.use(postgresMetrics(database));
  if (role !== 'all') {
    throw new Error(
      'MARQUEE_METRICS=duckdb keeps metrics in a file that one process holds: run `npm start`, not serve and worker.',
    );
  }
  // PGlite holds the folder already. On Postgres nothing would keep a backup from copying the file while it is written.
  if (database.kind === 'postgres') stack.use(lockDataFolder(dataDir));
  return stack.use(await duckdbMetrics({ ...metricsStore, path: join(dataDir, 'metrics.duckdb') }));
}

function openLog(config: Config, role: ServerRole): Logger {
  const level = { level: config.logLevel, base: { version: config.version } };
  // On one machine the terminal belongs to the person who started it.
  if (role !== 'all') return createLog(level);
  // Opened here and now: a start that is refused at once must still be able to flush it.
  const dest = openSync(join(config.dataDir, 'server.log'), 'a');
  return createLog({ ...level, destination: pino.destination({ dest }) });
}

function openSignals(
  database: OpenDatabase,
  asSystem: ReturnType<typeof asSystemOn>,
  log: Logger,
): Promise<EventSignals> {
  if (database.kind === 'pglite') return openEventSignals({ asSystem, log, pollMs: null });
  const listening = 'listen' in database ? { listen: database.listen } : {};
  return openEventSignals({ asSystem, log, pollMs: 2000, ...listening });
}

function mailLoop(base: Awaited<ReturnType<typeof openBase>>) {
  return wokenLoop({
    work: () => deliverMail({ ...base, mail: base.mailGateway }).then(() => null),
    everyMs: 60_000,
    onError: (error) => base.log.warn({ err: error }, 'mail could not be sent; trying again'),
  });
}
