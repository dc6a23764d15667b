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

/** The least id of an instant, moved by some milliseconds: a range of time is a range of ids. */
export function leastIdAt(instant: string, offsetMs = 0): string {
  const hex = Math.max(0, Date.parse(instant) + offsetMs)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

const lastMsOfCalendar = Date.parse('9999-12-31T23:59:59.999Z');

/** The instant an id was made at, to the millisecond; of one that nobody made, never past what ISO 8601 can write in four digits. */
export function instantOfId(id: string): string {
  const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return new Date(Math.min(ms, lastMsOfCalendar)).toISOString();
}

function format(ms: number, count: number, random: Uint8Array): string {
  const time = ms.toString(16).padStart(12, '0');
  const tail = Buffer.from(random.subarray(2)).toString('hex');
  const variant = ((Number.parseInt(tail.slice(0, 1), 16) & 3) | 8).toString(16);
  const middle = `7${count.toString(16).padStart(3, '0')}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${middle}-${variant}${tail.slice(1, 4)}-${tail.slice(4, 16)}`;
}
