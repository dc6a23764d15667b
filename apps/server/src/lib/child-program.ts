import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of ours that runs beside the server and ends with it. */
export interface ChildProgram extends AsyncDisposable {
  /** What followed `READY ` on its first line. */
  readonly ready: string;
  readonly pid: number | undefined;
}

/** What to run and how long it may take to be ready. */
export interface ChildProgramOptions {
  readonly script: string;
  readonly args: readonly string[];
  readonly readyWithinMs?: number;
}

/**
 * Starts a Node program and waits until it prints `READY <address>`.
 *
 * @throws when it ends or stays silent instead
 */
export async function startChildProgram({
  script,
  args,
  readyWithinMs = 30_000,
}: ChildProgramOptions): Promise<ChildProgram> {
  // The child watches its standard input: it closes with this process, even at kill -9, and the child ends.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const stop = () => end(child);
  try {
    const ready = await firstLine(child, AbortSignal.timeout(readyWithinMs));
    child.stdout?.resume();
    return { ready, pid: child.pid, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw new Error(`${script} did not start`, { cause: error });
  }
}

async function firstLine(child: ChildProcess, signal: AbortSignal): Promise<string> {
  if (child.stdout === null) throw new Error('the child has no output');
  const lines = createInterface({ input: child.stdout });
  const failed = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`it ended with code ${String(code)}`);
  });
  const line = (async () => {
    for await (const text of lines) if (text.startsWith('READY ')) return text.slice('READY '.length);
    return await failed;
  })();
  return await Promise.race([line, failed]);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}
