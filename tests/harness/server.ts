import { cpSync, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgram, whileRunning, type Program } from './program.ts';
import { until } from './until.ts';

const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));

/** What a server is started with. */
export interface ServerOptions {
  readonly verb: 'start' | 'serve' | 'worker';
  readonly port: number;
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Makes its database itself, as a first start does; else it begins from one that this run made. */
  readonly isFirstStart?: boolean;
}

/** How the server says that it is. */
export interface ServerHealth {
  readonly status: string;
  readonly engine: string;
  readonly worker: string;
}

/** A server that has been started; it may not answer yet. */
export function startServerProcess({ verb, port, dataDir, env = {}, isFirstStart = false }: ServerOptions): Program {
  if (env['DATABASE_URL'] === undefined && !isFirstStart) layDownDatabase(join(dataDir, 'pglite'));
  const own = { PORT: String(port), MARQUEE_DATA: dataDir, MARQUEE_PUBLIC_URL: urlOf(port), LOG_LEVEL: 'warn' };
  return startProgram({ script: main, args: [verb], env: { ...own, ...env } });
}

function layDownDatabase(folder: string): void {
  const made = process.env['MARQUEE_TEST_DATABASE'];
  if (made !== undefined && !existsSync(folder)) cpSync(made, folder, { recursive: true });
}

/** Where a server on a port of this machine is reached. */
export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Waits until the server, its engine and its worker, if it has one, are well. */
export async function untilHealthy(server: Program, port: number): Promise<ServerHealth> {
  return await until(
    `the server on port ${port} is healthy`,
    () => whileRunning(server, async () => (await (await fetch(`${urlOf(port)}/health`)).json()) as ServerHealth),
    ({ status }) => status === 'healthy',
  );
}

/** The process of the engine that a whole installation keeps beside it. */
export async function enginePid(dataDir: string): Promise<number> {
  const note = JSON.parse(await readFile(join(dataDir, 'temporal', 'engine.pid'), 'utf8')) as { readonly pid: number };
  return note.pid;
}

/** Kills a process that is nobody's child here; one that has ended already is as well. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
