import { ApiError, ConnectionError } from './errors.ts';
import { isOurs, isUnconnected } from './refusals.ts';

/** How long to wait between attempts. */
export interface Backoff {
  /** Before the second attempt, at most; each further wait may be twice as long. 500 when omitted. */
  readonly firstMs?: number;
  /** No wait is longer, unless the server asks for it. 8,000 when omitted. */
  readonly mostMs?: number;
}

/**
 * Whether sending again can help and does no harm.
 *
 * @param once doing it twice would be doing two things: then only what was surely not begun is sent again
 */
export function isWorthRepeating(error: unknown, once: boolean): boolean {
  if (error instanceof ApiError) {
    const { status, code } = error;
    if (status === 429 || code === 'idempotency_in_progress') return true;
    if (once) return status === 503 && isOurs(error);
    return status === 408 || status >= 500;
  }
  return error instanceof ConnectionError && (!once || isUnconnected(error));
}

/** The wait before the next attempt: half of it is chance, so that clients that failed together do not return together. */
export function backoffMs(attempt: number, { firstMs = 500, mostMs = 8000 }: Backoff, chance: number): number {
  return (Math.min(mostMs, firstMs * 2 ** attempt) / 2) * (1 + chance);
}

/** How long the server asks to wait, in seconds or until a date; undefined when it does not say. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
