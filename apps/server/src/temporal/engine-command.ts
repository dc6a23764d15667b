import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** How a command is run. */
export interface CommandOptions {
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  readonly cwd?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Each line of either stream as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** How a command ended: `code` is null when it could not start or was killed. */
export interface CommandEnd {
  readonly code: number | null;
  /** The last 64 KB of both streams, or why the command could not start. */
  readonly output: string;
}

const outputCharsMax = 64 * 1024;

/**
 * Runs a program to its end and answers its output, whatever it was; it is killed after `timeoutMs`.
 *
 * @throws the reason of `signal`, once the program is gone
 */
export async function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandEnd> {
  options.signal?.throwIfAborted();
  const end = await new Promise<CommandEnd>((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      ...(options.environment ? { env: options.environment } : {}),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const kill = (): boolean => child.kill('SIGKILL');
    const timer = options.timeoutMs === undefined ? undefined : setTimeout(kill, options.timeoutMs);
    options.signal?.addEventListener('abort', kill);
    const collect = (line: string): void => {
      output = `${output}${line}\n`.slice(-outputCharsMax);
      options.onLine?.(line);
    };
    const finish = (code: number | null, why = ''): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', kill);
      resolve({ code, output: output + why });
    };
    eachLine(child.stdout, collect);
    eachLine(child.stderr, collect);
    child.once('error', (error) => finish(null, error.message));
    child.once('close', (code) => finish(code));
  });
  options.signal?.throwIfAborted();
  return end;
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
