import { readdir } from 'node:fs/promises';
import { totalmem } from 'node:os';

/** What this process uses. */
export interface ProcessUsage {
  /** Of one core, since the reading before. */
  readonly cpu_percent: number;
  /** Resident, in MiB. */
  readonly memory_mb: number;
  readonly memory_percent: number;
  /** Null where /proc is missing. */
  readonly threads: number | null;
  readonly open_files: number | null;
}

/** A reader of this process's usage. */
export function processUsage(): () => Promise<ProcessUsage> {
  let last = { cpu: process.cpuUsage(), atMs: performance.now() };
  return async () => {
    const [cpu, atMs] = [process.cpuUsage(last.cpu), performance.now()];
    const cpuMs = (cpu.user + cpu.system) / 1000;
    const cpuPercent = (100 * cpuMs) / Math.max(1, atMs - last.atMs);
    last = { cpu: process.cpuUsage(), atMs };
    const rss = process.memoryUsage.rss();
    return {
      cpu_percent: rounded(cpuPercent),
      memory_mb: rounded(rss / 2 ** 20),
      memory_percent: rounded((100 * rss) / totalmem()),
      threads: await entries('/proc/self/task'),
      open_files: await entries('/proc/self/fd'),
    };
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

async function entries(folder: string): Promise<number | null> {
  return await readdir(folder).then(
    (names) => names.length,
    () => null,
  );
}
