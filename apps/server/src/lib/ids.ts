import { randomFillSync } from 'node:crypto';

const pool = new Uint8Array(4096);
let used = pool.length;
let lastMs = 0;
let counter = 0;

/** A UUIDv7 (RFC 9562): sorted by time, and in order within one millisecond of one process. */
export function newId(): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + 10);
  used += 10;
  const now = Date.now();
  counter = now > lastMs ? ((random[0] ?? 0) << 3) | ((random[1] ?? 0) & 7) : counter + 1;
  // 12 bits count within a millisecond; past them, borrow the next one.
  if (counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  } else lastMs = Math.max(now, lastMs);
  return format(lastMs, counter, random);
}

function format(ms: number, count: number, random: Uint8Array): string {
  const time = ms.toString(16).padStart(12, '0');
  const tail = Buffer.from(random.subarray(2)).toString('hex');
  const variant = ((Number.parseInt(tail.slice(0, 1), 16) & 3) | 8).toString(16);
  const middle = `7${count.toString(16).padStart(3, '0')}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${middle}-${variant}${tail.slice(1, 4)}-${tail.slice(4, 16)}`;
}
