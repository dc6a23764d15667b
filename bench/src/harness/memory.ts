import { readFile } from 'node:fs/promises';
import type { MeasuredChild } from './child.ts';

/** Samples a process's resident memory until told to stop, which answers the highest. */
export interface MemoryWatch {
  readonly stop: () => Promise<number>;
}

/** Watches a child's resident memory every `everyMs`: from /proc where there is one, else by asking the process. */
export function watchMemory(child: MeasuredChild, everyMs = 20): MemoryWatch {
  let highest = 0;
  let watching = true;
  const watched = (async () => {
    while (watching) {
      highest = Math.max(highest, await residentBytes(child));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return {
    async stop() {
      watching = false;
      await watched;
      return highest;
    },
  };
}

/** The resident memory of a child now. */
export async function residentBytes(child: MeasuredChild): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? (await child.usage()).rssBytes : Number(kilobytes) * 1024;
}
