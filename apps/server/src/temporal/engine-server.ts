import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { EngineExecutable } from './engine.ts';
import { endOrphan, forgetProcess, rememberProcess } from './engine-orphan.ts';
import { freePort, isReady } from './engine-readiness.ts';
import { endWithThisProcess } from './engine-watch.ts';

/** What startEngine needs. */
export interface EngineServerOptions {
  readonly executable: EngineExecutable;
  /** Its database, log and process file go into the folder `temporal` in here. */
  readonly dataDir: string;
  /** A free port of the loopback interface by default. */
  readonly port?: number | undefined;
  /** Settings of the engine's own, such as `limit.historyCount.suggestContinueAsNew`, as JSON. */
  readonly dynamicConfig?: Readonly<Record<string, string>>;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** `restarting` from the death of the process until it answers again. */
export type EngineState = 'starting' | 'ready' | 'restarting' | 'stopped';

/** A Temporal server that runs as a child process, is started again when it dies, and ends when disposed. */
export interface RunningEngine extends AsyncDisposable {
  /** host:port; stays the same over restarts. */
  readonly address: string;
  readonly namespace: 'default';
  readonly logFile: string;
  readonly state: EngineState;
  /** The process of the moment; undefined between two. */
  readonly pid: number | undefined;
}

/** Keyword search attributes that every workflow carries. */
export const searchAttributes = ['MarqueeWorkspace', 'MarqueeKind', 'MarqueeRecord'] as const;

/**
 * Starts a Temporal server on its own database file and answers once it does. An engine that a killed server left on the same
 * folder is ended first.
 *
 * @throws when it does not answer within a minute; the message ends with the last of its log
 */
export async function startEngine(options: EngineServerOptions): Promise<RunningEngine> {
  const folder = join(options.dataDir, 'temporal');
  mkdirSync(folder, { recursive: true });
  await endOrphan(join(folder, 'engine.pid'), options.executable.path, options.log);
  await setAsideLongLog(join(folder, 'engine.log'));
  // Another program may take a free port before the engine does: then the next one is tried.
  for (let attempt = 1; ; attempt++) {
    const engine = new EngineProcess(options, folder, options.port ?? (await freePort()));
    try {
      await engine.start();
      return engine;
    } catch (error) {
      await engine[Symbol.asyncDispose]();
      if (attempt === 3 || options.port !== undefined || !(error instanceof EngineEnded)) throw error;
    }
  }
}

const readyWithinMs = 60_000;
const stopWithinMs = 10_000;
const restartDelayMsMax = 5_000;
/** An engine that lived this long was well: the next death starts from the shortest delay. */
const steadyAfterMs = 30_000;
const logBytesMax = 10 * 1024 * 1024;

/** The process ended before it answered. */
class EngineEnded extends Error {}

class EngineProcess implements RunningEngine {
  readonly address: string;
  readonly namespace = 'default';
  readonly logFile: string;
  readonly #options: EngineServerOptions;
  readonly #folder: string;
  readonly #port: number;
  readonly #stopping = new AbortController();
  #state: EngineState = 'starting';
  #child: ChildProcess | undefined;
  #supervision: Promise<void> | undefined;

  constructor(options: EngineServerOptions, folder: string, port: number) {
    this.#options = options;
    this.#folder = folder;
    this.#port = port;
    this.address = `127.0.0.1:${port}`;
    this.logFile = join(folder, 'engine.log');
  }

  get state(): EngineState {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    process.once('exit', this.#endWithParent);
    const child = await this.#spawn();
    await this.#untilReady(child);
    this.#supervision = this.#supervise(child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#state = 'stopped';
    this.#stopping.abort();
    const child = this.#child;
    if (child) await stop(child);
    await this.#supervision;
    process.removeListener('exit', this.#endWithParent);
    await forgetProcess(this.#pidFile);
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  get #pidFile(): string {
    return join(this.#folder, 'engine.pid');
  }

  /** For a parent that ends without disposing: no await is possible any more. */
  readonly #endWithParent = (): void => {
    this.#child?.kill('SIGTERM');
  };

  async #spawn(): Promise<ChildProcess> {
    const log = openSync(this.logFile, 'a');
    try {
      const child = spawn(this.#options.executable.path, this.#arguments(), {
        stdio: ['ignore', log, log],
        windowsHide: true,
        // A group of its own: Ctrl-C in the terminal must not end the engine before the worker has drained.
        detached: process.platform !== 'win32',
      });
      child.once('error', (error) => this.#options.log.error({ err: error }, 'the Temporal server cannot be started'));
      this.#child = child;
      if (child.pid !== undefined) {
        const watch = endWithThisProcess(child.pid);
        child.once('exit', () => watch[Symbol.dispose]());
        await rememberProcess(this.#pidFile, child.pid);
      }
      return child;
    } finally {
      closeSync(log);
    }
  }

  #arguments(): string[] {
    const { executable, dynamicConfig = {} } = this.#options;
    const { version } = executable;
    const pairs = [
      ['--ip', '127.0.0.1'],
      ['--port', String(this.#port)],
      ['--namespace', this.namespace],
      ['--db-filename', join(this.#folder, `temporal-${version}.sqlite`)],
      ['--sqlite-pragma', 'journal_mode=wal'],
      ['--sqlite-pragma', 'synchronous=normal'],
      ['--log-level', 'error'],
      ['--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'],
      ...Object.entries(dynamicConfig).map(([name, value]) => ['--dynamic-config-value', `${name}=${value}`]),
      ...searchAttributes.map((name) => ['--search-attribute', `${name}=Keyword`]),
    ];
    return ['server', 'start-dev', '--headless', ...pairs.flat()];
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const deadline = AbortSignal.any([AbortSignal.timeout(readyWithinMs), this.#stopping.signal]);
    while (!(await isReady(this.address, this.namespace))) {
      if (hasEnded(child)) throw new EngineEnded(await this.#failure('ended while starting'));
      if (deadline.aborted) throw new Error(await this.#failure(`did not answer within ${readyWithinMs / 1000} s`));
      await pause(100);
    }
    if (this.#state !== 'stopped') this.#state = 'ready';
  }

  async #failure(what: string): Promise<string> {
    const log = await readFile(this.logFile, 'utf8').catch(() => '');
    return `The Temporal server ${this.#options.executable.path} ${what}: ${log.trim().slice(-500) || 'no log'}`;
  }

  async #supervise(first: ChildProcess): Promise<void> {
    let child: ChildProcess | undefined = first;
    for (let deaths = 0; ; deaths++) {
      const steady = setTimeout(() => (deaths = 0), steadyAfterMs).unref();
      if (child) await ended(child);
      clearTimeout(steady);
      this.#child = undefined;
      if (this.#isStopping) return;
      this.#state = 'restarting';
      const delayMs = Math.min(100 * 2 ** deaths, restartDelayMsMax);
      const { exitCode = null, signalCode = null } = child ?? {};
      this.#options.log.warn({ exitCode, signalCode, delayMs }, 'the Temporal server ended; starting it again');
      await pause(delayMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#isStopping) return;
      child = await this.#respawn();
    }
  }

  /** Answers before the engine does; `undefined` when there is no process, which the next attempt may change. */
  async #respawn(): Promise<ChildProcess | undefined> {
    try {
      const child = await this.#spawn();
      // A stop that came while the process was being made has not seen it.
      if (this.#isStopping) await stop(child);
      else void this.#watchStart(child);
      return child;
    } catch (error) {
      this.#options.log.error({ err: error }, 'the Temporal server cannot be started again yet');
      return undefined;
    }
  }

  async #watchStart(child: ChildProcess): Promise<void> {
    try {
      await this.#untilReady(child);
      this.#options.log.info({ address: this.address }, 'the Temporal server answers again');
    } catch (error) {
      if (this.#isStopping) return;
      this.#options.log.error({ err: error }, 'the Temporal server does not answer; ending it to try again');
      child.kill('SIGKILL');
    }
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function ended(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) await once(child, 'exit');
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await ended(child);
  clearTimeout(force);
}

async function setAsideLongLog(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > logBytesMax) await rename(logFile, `${logFile}.old`);
}
