import { readFile } from 'node:fs/promises';
import { run } from './engine-command.ts';

/** One process, told apart from a later one with the same number by the time it started. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Comparable only for equality, on one machine. */
  readonly startedAt: string;
}

/** Who the process `pid` is, or `undefined` when it is gone (a zombie is gone). */
export async function processIdentity(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = await startTime(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether that very process still runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await startTime(identity.pid)) === identity.startedAt;
}

async function startTime(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxStartTime(pid);
  const end =
    process.platform === 'win32'
      ? await run('powershell', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`])
      : await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
  const answer = end.output.trim();
  return end.code === 0 && answer !== '' ? answer : undefined;
}

/** Field 22 of /proc/<pid>/stat, in ticks since boot, beside the boot it counts from. See proc_pid_stat(5). */
async function linuxStartTime(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name before `)` may hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}
