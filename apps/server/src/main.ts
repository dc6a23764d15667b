import { archive } from './archive.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './database/open.ts';
import { startLocal } from './local.ts';
import { parentReporter } from './parent-reporter.ts';
import { migrationsFolder } from './server-parts.ts';
import { startServer } from './server.ts';
import { terminalReporter } from './terminal.ts';

const startedMs = performance.now();

try {
  const [verb = 'start'] = process.argv.slice(2);
  if (verb === 'migrate') await migrateOnly();
  else if (verb === 'start') await untilStopped(start);
  else if (verb === 'serve' || verb === 'worker') await untilStopped(() => part(verb));
  else if (verb === 'backup' || verb === 'restore') await archive(verb, process.argv[3]);
  else throw new Error(`There is no command ${verb}; say start, serve, worker, migrate, backup or restore.`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Everything on one machine, with its progress in the terminal, or told to the program that started it with `--for-parent`. */
async function start(): Promise<AsyncDisposable> {
  const reporter = isForParent()
    ? parentReporter((message) => process.send?.(message))
    : terminalReporter(process.stdout);
  reporter.opened('server');
  const config = readConfig();
  const onDatabase = () => reporter.opened('database');
  const local = await startLocal(config, { onEngine: reporter.engine, onDatabase });
  const { server, demo, isDemoDeleted } = local;
  const database = server.database.kind === 'pglite' ? 'PGlite' : 'Postgres';
  const seconds = (performance.now() - startedMs) / 1000;
  const { url, hasConsole } = server;
  reporter.ready({ url, hasConsole, seconds, database, dataDir: config.dataDir, demo, isDemoDeleted });
  reporter.engine(server.engine.status());
  return local;
}

/** One part of a larger installation; it logs to standard output. */
async function part(role: 'serve' | 'worker'): Promise<AsyncDisposable> {
  return await startServer(readConfig(), { role });
}

async function untilStopped(begin: () => Promise<AsyncDisposable>): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  // Registered first: the Temporal runtime traps signals too, and a stop during start-up must not be lost.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.resolve());
  // Closed by a parent that wants this process to end, and by the system when the parent has crashed.
  if (isForParent()) process.on('disconnect', () => stopped.resolve());
  const running = await begin();
  await stopped.promise;
  await running[Symbol.asyncDispose]();
  process.exit(0);
}

function isForParent(): boolean {
  return process.send !== undefined && process.argv.includes('--for-parent');
}

async function migrateOnly(): Promise<void> {
  const config = readConfig();
  const database = await openDatabase({ ...config, connectionsMax: 2, migrationsFolder });
  await database[Symbol.asyncDispose]();
  process.stdout.write('The schema is up to date.\n');
}
