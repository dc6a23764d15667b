import { sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { run, select } from '../database/sql.ts';
import { sha256 } from '../lib/crypto/crypto.ts';
import { networkOf } from '../lib/network/networks.ts';
import { emailKey } from './auth.store.ts';

/** What sign-ins are counted by. */
export interface SignInAttempt {
  readonly email: string;
  readonly ip: string;
  readonly at: Date;
}

const windowMs = 15 * 60_000;
const accountFailuresMax = 10;
const addressFailuresMax = 100;

/**
 * Counts a sign-in as failed before its password is looked at, so that guesses sent in parallel are counted, too.
 *
 * @returns seconds to wait when there were too many failures for the account or from the address, else null
 */
export async function countAttempt(db: Db, attempt: SignInAttempt): Promise<number | null> {
  const at = attempt.at.toISOString();
  const ends = new Date(attempt.at.getTime() + windowMs).toISOString();
  // Keys in a fixed order: two sign-ins that share both never wait for each other in a circle.
  const keys = [accountKey(attempt.email), addressKey(attempt.ip)];
  const counted = await select<{ key: string; failures: number; window_ends_at: string }>(
    db,
    sql`insert into auth_attempts (key, failures, window_ends_at)
        select key, 1, ${ends}::timestamptz from unnest(array[${keys[0]}, ${keys[1]}]::text[]) as key order by key
        on conflict (key) do update set
          failures = case when auth_attempts.window_ends_at <= ${at}::timestamptz then 1 else auth_attempts.failures + 1 end,
          window_ends_at = case when auth_attempts.window_ends_at <= ${at}::timestamptz then excluded.window_ends_at
            else auth_attempts.window_ends_at end
        returning key, failures, window_ends_at`,
  );
  const waits = counted
    .filter((row) => row.failures > (row.key === keys[0] ? accountFailuresMax : addressFailuresMax))
    .map((row) => Math.ceil((Date.parse(row.window_ends_at) - attempt.at.getTime()) / 1000));
  return waits.length === 0 ? null : Math.max(1, ...waits);
}

/** Takes the attempt back after the right password: the account starts anew, the address loses this one. */
export async function forgiveAttempt(db: Db, attempt: SignInAttempt): Promise<void> {
  await forgiveAccount(db, attempt.email);
  await run(
    db,
    sql`update auth_attempts set failures = greatest(failures - 1, 0) where key = ${addressKey(attempt.ip)}`,
  );
}

/** Lets an account sign in again, as after its password was set anew. */
export async function forgiveAccount(db: Db, email: string): Promise<void> {
  await run(db, sql`delete from auth_attempts where key = ${accountKey(email)}`);
}

// Hashed: people type passwords into the wrong field, and addresses are personal data.
function accountKey(email: string): string {
  return `account:${sha256(emailKey(email))}`;
}

function addressKey(ip: string): string {
  return `address:${sha256(networkOf(ip))}`;
}
