import { writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isRunning, processIdentity } from './engine-identity.ts';
import type { ProcessIdentity } from './engine-identity.ts';

/** Notes which process holds the engine's database, so that a later start finds it should this process be killed. */
export async function rememberProcess(pidFile: string, pid: number): Promise<void> {
  // The number is on disk before anything is awaited: a kill between the two lines still leaves a trace.
  writeFileSync(pidFile, JSON.stringify({ pid, startedAt: null }));
  const identity = await processIdentity(pid);
  if (identity) writeFileSync(pidFile, JSON.stringify(identity));
}

/** Forgets the process noted in `pidFile`. */
export async function forgetProcess(pidFile: string): Promise<void> {
  await rm(pidFile, { force: true });
}

/**
 * Ends the engine that a killed server left behind, so that its database is never opened twice. Does nothing when the noted
 * process is gone or its number belongs to another process by now.
 *
 * @throws when the process survives being killed
 */
export async function endOrphan(pidFile: string, executable: string, log: Pick<Logger, 'warn'>): Promise<void> {
  const orphan = await orphanOf(pidFile, executable);
  if (orphan) {
    log.warn({ pid: orphan.pid }, 'ending the Temporal server that a killed process left behind');
    await end(orphan);
  }
  await forgetProcess(pidFile);
}

/**
 * Ends a process: politely, then, after ten seconds, by force.
 *
 * @throws when it survives both
 */
async function end(identity: ProcessIdentity): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGTERM', 10_000],
    ['SIGKILL', 10_000],
  ] as const) {
    signalIfThere(identity.pid, signal);
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 50) {
      if (!(await isRunning(identity))) return;
      await pause(50);
    }
  }
  throw new Error(`The Temporal server left behind (process ${identity.pid}) does not end; end it and start again`);
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone between the look and the signal, which is what was wanted.
  }
}

async function orphanOf(pidFile: string, executable: string): Promise<ProcessIdentity | undefined> {
  const noted = await readNoted(pidFile);
  if (!noted) return undefined;
  const current = await processIdentity(noted.pid);
  if (!current) return undefined;
  if (noted.startedAt !== null) return current.startedAt === noted.startedAt ? current : undefined;
  return (await runs(noted.pid, executable)) ? current : undefined;
}

async function readNoted(pidFile: string): Promise<{ pid: number; startedAt: string | null } | undefined> {
  try {
    // Written by rememberProcess; a file cut short is as good as none.
    return JSON.parse(await readFile(pidFile, 'utf8')) as { pid: number; startedAt: string | null };
  } catch {
    return undefined;
  }
}

/** Whether a process noted without its start time is the engine; only Linux can tell. */
async function runs(pid: number, executable: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0')[0] === executable;
}
