import { readFile } from 'node:fs/promises';

const mebibyte = 2 ** 20;
const everyMs = 250;

/** How much memory programs held, whatever became of their processes meanwhile. */
export interface WatchedMemory extends Disposable {
  /** From here on another span is measured. */
  readonly beginSpan: () => void;
  /** The most a program held in each span so far, in MiB. */
  readonly peaks: (name: string) => readonly number[];
}

/** Watches programs by their processes of the moment; a program that is being restarted holds nothing. */
export function watchMemory(programs: Readonly<Record<string, () => number>>): WatchedMemory {
  const spans: Map<string, number>[] = [new Map()];
  const look = async () => {
    for (const [name, pidOf] of Object.entries(programs)) {
      const held = await residentMb(pidOf());
      const span = spans.at(-1);
      span?.set(name, Math.max(span.get(name) ?? 0, held));
    }
  };
  const watching = setInterval(() => void look(), everyMs);
  return {
    beginSpan: () => void spans.push(new Map()),
    peaks: (name) => spans.map((span) => span.get(name) ?? 0),
    [Symbol.dispose]: () => clearInterval(watching),
  };
}

/** The resident memory of a process in MiB; 0 when it is gone or the system does not say. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024) / mebibyte;
}

/** Says how a soak goes, for whoever waits for it: what it is at, and what it measured. */
export function say(text: string): void {
  process.stdout.write(`soak ${new Date().toISOString().slice(11, 19)}  ${text}\n`);
}
