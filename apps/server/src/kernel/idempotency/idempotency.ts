import { ApiError } from '@marquee/api/errors';
import type { Db } from '../../database/database.ts';
import { readKey, reserveKey, type HeldKey } from './idempotency.store.ts';

/** How long a key is remembered. */
export const keyHours = 24;

/** How long a call may run before another may take its key over. */
export const leaseSeconds = 60;

/** The key, the digest of what was asked with it, and until when the call holds it. */
export interface Reservation extends HeldKey {
  readonly inputHash: string;
}

/** Until when a call that begins now holds its key. */
export function leaseFrom(now: Date): string {
  return new Date(now.getTime() + leaseSeconds * 1000).toISOString();
}

/** Says that a call held its key too long: another has begun, and this one's work is undone. */
export function leaseLost(): ApiError {
  return new ApiError(
    'idempotency_in_progress',
    `This request took longer than ${leaseSeconds} s, and another with its Idempotency-Key has begun. Send it again for that one's answer.`,
    { retryAfterSeconds: 1 },
  );
}

/** What an earlier call with the key answered. */
export type Earlier = { readonly answer: unknown } | null;

/**
 * Takes a key for this call, or finds what an earlier call answered.
 *
 * @throws {ApiError} `idempotency_mismatch` when the key was used with another input
 * @throws {ApiError} `idempotency_in_progress` while the first call is running
 */
export async function reserve(db: Db, reservation: Reservation, now: Date): Promise<Earlier> {
  const expiresAt = new Date(now.getTime() + keyHours * 3_600_000).toISOString();
  if (await reserveKey(db, { ...reservation, expiresAt, now: now.toISOString() })) return null;
  const row = await readKey(db, reservation);
  if (row?.input_hash !== reservation.inputHash) {
    throw new ApiError(
      'idempotency_mismatch',
      'This Idempotency-Key was used with another request. Use a new key for a new request.',
    );
  }
  if (row.state === 'running') {
    throw new ApiError('idempotency_in_progress', 'The first request with this Idempotency-Key is still running.', {
      retryAfterSeconds: 1,
    });
  }
  if (row.answer === null) {
    throw new ApiError(
      'conflict',
      'This request has been carried out. Its answer held a secret, so it was not kept and cannot be repeated.',
    );
  }
  return { answer: row.answer.value };
}
