import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';

/** Where figures were measured; nothing that names the machine itself. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gb: number;
  readonly platform: string;
  readonly node: string;
  /** Processes that wanted to run during the minute before, besides the bench: above 0 the machine was shared. */
  readonly load_before: number;
}

/** This machine. */
export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_gb: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
    node: process.version,
    load_before: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}
