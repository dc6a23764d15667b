import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program under test, in a process of its own. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** Everything it has printed. */
  readonly printed: () => string;
  /** How it ended; null while it runs. */
  readonly ended: () => { readonly code: number | null; readonly signal: string | null } | null;
  /** Sends a signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** What to run; nothing of this process's environment that decides anything reaches it. */
export interface ProgramOptions {
  readonly script: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a Node program. It ends by SIGKILL when disposed, unless it has ended. */
export function startProgram({ script, args, env = {} }: ProgramOptions): Program {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    // Standard input stays open as long as this process lives.
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH, HOME, ...env },
  });
  const pieces: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => pieces.push(text));
  const exited = once(child, 'exit');
  const ended = () =>
    child.exitCode === null && child.signalCode === null ? null : { code: child.exitCode, signal: child.signalCode };
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
    return { code: child.exitCode, signal: child.signalCode };
  };
  if (child.pid === undefined) throw new Error(`${script} cannot be started`);
  const dispose = async () => void (ended() ?? (await end('SIGKILL')));
  return { pid: child.pid, printed: () => pieces.join(''), ended, end, [Symbol.asyncDispose]: dispose };
}

/** What is read of a program while it starts; fails at once when it ends instead. */
export async function whileRunning<T>(program: Program, look: () => Promise<T>): Promise<T> {
  if (program.ended() !== null) throw new ProgramEnded(`the program ended: ${program.printed()}`);
  return await look();
}

/** The program ended where it was to go on. */
export class ProgramEnded extends Error {}
