import { spawn, type ChildProcess } from 'node:child_process';
import type { StartSteps, StepState } from '../../ipc.ts';
import type { ServerProgram } from './environment.ts';

/** A server on this computer, as it starts and runs. */
export interface LocalServer {
  readonly url: () => string | null;
  readonly steps: () => StartSteps;
  /** Asks it to end, and waits until it has. */
  readonly stop: () => Promise<void>;
}

/** How a local server is started, and who hears of it. */
export interface LocalServerOptions {
  readonly program: ServerProgram;
  readonly variables: NodeJS.ProcessEnv;
  /** Reads an address; null when nobody answers. */
  readonly get: (url: string) => Promise<{ readonly body: string } | null>;
  readonly changed: () => void;
  /** It takes requests; `demo` is who may sign in at once. */
  readonly listening: (url: string, demo: DemoAccess | null) => Promise<void>;
  readonly ready: () => void;
  /** It ended, though nobody asked it to; with the last of what it printed. */
  readonly ended: (detail: string) => void;
}

/** Who may sign in to the demo workspace of a new installation. */
export interface DemoAccess {
  readonly email: string;
  readonly password: string;
}

const lookEveryMs = 400;
const patienceMs = 15_000;
const printedMax = 4000;

/** Starts the server as a child that ends with this process, and follows its parts until all are well. */
export function startLocalServer(options: LocalServerOptions): LocalServer {
  const { program, variables, changed } = options;
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: variables,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed = lastOf(child);
  let url: string | null = null;
  let isStopping = false;
  let steps: StartSteps = {
    server: 'running',
    database: 'waiting',
    engine: 'waiting',
    worker: 'waiting',
    engineText: null,
  };
  const become = (next: Partial<StartSteps>) => {
    steps = { ...steps, ...next };
    changed();
  };
  child.on('message', (message) => {
    const said = parseServerMessage(message);
    if (said === null || isStopping) return;
    if (said.kind !== 'ready') return become(stepsSaid(said));
    url = said.url;
    become({ server: 'done', database: 'done' });
    void options.listening(said.url, said.demo).then(() => follow(said.url));
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      printed.add(error.message);
      resolve();
    });
  });
  void exited.then(() => {
    if (!isStopping) options.ended(printed.text());
  });
  return { url: () => url, steps: () => steps, stop };

  async function follow(at: string): Promise<void> {
    while (!isStopping && child.exitCode === null) {
      const health = stepsIn((await options.get(`${at}/health`))?.body ?? '');
      if (isStopping) return;
      become(health);
      if (health.database === 'done' && health.engine === 'done' && health.worker === 'done') return options.ready();
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  async function stop(): Promise<void> {
    isStopping = true;
    // Every system knows this end; Windows has no signal that a program could answer.
    if (child.connected) child.disconnect();
    const killing = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await exited;
    clearTimeout(killing);
  }
}

/** What the server says to the program that started it. */
type ServerMessage =
  | { readonly kind: 'ready'; readonly url: string; readonly demo: DemoAccess | null }
  | { readonly kind: 'opened'; readonly part: 'server' | 'database' }
  | { readonly kind: 'engine'; readonly text: string | null; readonly state: StepState };

/** Reads a message of the server; null for what is none. */
export function parseServerMessage(message: unknown): ServerMessage | null {
  if (typeof message !== 'object' || message === null) return null;
  const { kind, url, demo, text, part, state } = message as Readonly<Record<string, unknown>>;
  if (kind === 'opened') return part === 'server' || part === 'database' ? { kind, part } : null;
  if (kind === 'engine') {
    const isEnd = state === 'done' || state === 'failed';
    return { kind, text: typeof text === 'string' ? text : null, state: isEnd ? state : 'running' };
  }
  if (kind !== 'ready' || typeof url !== 'string') return null;
  return { kind, url, demo: isDemoAccess(demo) ? { email: demo.email, password: demo.password } : null };
}

/** Each part begins when the one before it is there, so that the list is ticked from top to bottom. */
function stepsSaid(said: Exclude<ServerMessage, { readonly kind: 'ready' }>): Partial<StartSteps> {
  if (said.kind === 'engine') {
    return { engine: said.state, engineText: said.text, ...(said.state === 'done' ? { worker: 'running' } : {}) };
  }
  return said.part === 'server' ? { server: 'done', database: 'running' } : { database: 'done', engine: 'running' };
}

function isDemoAccess(value: unknown): value is DemoAccess {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'email' in value && typeof value.email === 'string' && 'password' in value && typeof value.password === 'string'
  );
}

const healthSteps: Readonly<Record<string, StepState>> = {
  healthy: 'done',
  elsewhere: 'done',
  starting: 'running',
  unavailable: 'failed',
};

/** How the parts are, from what `/health` answered. */
export function stepsIn(health: string): Pick<StartSteps, 'database' | 'engine' | 'worker'> {
  let parts: Readonly<Record<string, unknown>> = {};
  try {
    const value: unknown = JSON.parse(health);
    if (typeof value === 'object' && value !== null) parts = { ...value };
  } catch {
    // Not there yet.
  }
  const step = (name: string): StepState => healthSteps[String(parts[name])] ?? 'running';
  const [engine, worker] = [step('engine'), step('worker')];
  // A worker has nothing to begin with until there is an engine.
  const isWaiting = engine !== 'done' && worker === 'running';
  return { database: step('database'), engine, worker: isWaiting ? 'waiting' : worker };
}

function lastOf(child: ChildProcess): { readonly add: (text: string) => void; readonly text: () => string } {
  let printed = '';
  const add = (text: string) => {
    printed = (printed + text).slice(-printedMax);
  };
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', add);
  return { add, text: () => printed.trim() };
}
