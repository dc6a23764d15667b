import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Ends `pid` as soon as this process is gone, even by kill -9: a shell waits on a pipe that only we hold open. Disposing calls
 * the watch off. Windows has no such shell; there the next start finds the process by its note (engine-orphan.ts).
 */
export function endWithThisProcess(pid: number): Disposable {
  if (process.platform === 'win32') return { [Symbol.dispose]: () => undefined };
  const script = 'read -r word; [ "$word" = stop ] || kill "$0"';
  const shell = spawn('/bin/sh', ['-c', script, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of our group, which may be killed as a whole.
    detached: true,
  });
  // Without a shell there is no watch, and the note remains.
  shell.once('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return {
    [Symbol.dispose]: () => {
      shell.stdin.end('stop\n');
    },
  };
}
