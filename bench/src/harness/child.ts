import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What a process has used so far: CPU time of all its threads, and resident memory. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** A program that is measured. It ends when disposed. */
export interface MeasuredChild extends AsyncDisposable {
  readonly pid: number;
  /** The lines printed before it was ready, and every later one. */
  readonly lines: readonly string[];
  /** Resolves with the match of the first line, past or future, that `pattern` fits. */
  line(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  /** Writes one line to its standard input. */
  tell(text: string): void;
  usage(): Promise<Usage>;
  /** How late its event loop was at the 99th percentile while `work` went on, in milliseconds, of which one is the timer's own. */
  loopDelay(work: () => Promise<void>): Promise<number>;
}

/** What to run. */
export interface ChildOptions {
  readonly script: URL;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const preload = new URL('./usage.preload.ts', import.meta.url);
const quiet = ['--disable-warning=ExperimentalWarning', '--import', preload.href];

/** Starts a Node program beside this one. */
export function startChild({ script, args = [], env = {} }: ChildOptions): MeasuredChild {
  const child = spawn(process.execPath, [...profiling(), ...quiet, script.pathname, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  const output = new Output(child);
  return {
    pid: child.pid ?? 0,
    lines: output.lines,
    line: (pattern, withinMs = 60_000) => output.line(pattern, withinMs),
    tell: (text) => void child.stdin?.write(`${text}\n`),
    async usage() {
      const answered = once(child, 'message', { signal: AbortSignal.timeout(30_000) });
      child.send('usage');
      return (await answered)[0] as Usage; // the preload answers exactly this
    },
    async loopDelay(work) {
      child.send('watch');
      await work();
      const answered = once(child, 'message', { signal: AbortSignal.timeout(30_000) });
      child.send('delay');
      return ((await answered)[0] as { readonly p99Ms: number }).p99Ms; // the preload answers exactly this
    },
    [Symbol.asyncDispose]: () => end(child),
  };
}

/** MARQUEE_BENCH_PROFILE=<folder> writes a CPU profile of every measured process there. */
function profiling(): readonly string[] {
  const folder = process.env['MARQUEE_BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', folder];
}

interface Waiting {
  readonly pattern: RegExp;
  readonly resolve: (match: RegExpExecArray) => void;
}

/** Keeps what a child says. */
class Output {
  readonly lines: string[] = [];
  readonly #waiting = new Set<Waiting>();
  readonly #ended: Promise<never>;

  constructor(child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (text) => this.#take(text));
    }
    this.#ended = once(child, 'exit').then(([code]) => {
      throw new Error(`a measured program ended with ${String(code)}:\n${this.lines.slice(-20).join('\n')}`);
    });
    this.#ended.catch(() => undefined); // an end that nobody waits for is no fault
  }

  async line(pattern: RegExp, withinMs: number): Promise<RegExpExecArray> {
    const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
    const waiting = { pattern, resolve };
    this.#waiting.add(waiting);
    const timer = setTimeout(() => reject(new Error(`nothing like ${pattern} within ${withinMs} ms`)), withinMs);
    for (const text of this.lines) this.#offer(waiting, text);
    try {
      return await Promise.race([promise, this.#ended]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(waiting);
    }
  }

  #take(text: string): void {
    this.lines.push(text);
    for (const waiting of this.#waiting) this.#offer(waiting, text);
  }

  #offer({ pattern, resolve }: Waiting, text: string): void {
    const match = pattern.exec(text);
    if (match !== null) resolve(match);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(timer);
}
