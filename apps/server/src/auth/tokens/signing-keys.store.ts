import { desc, gt, sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run } from '../../database/sql.ts';
import { signingKeys, type SigningKey } from '../auth.tables.ts';

/** Every key whose tokens still count, newest first. */
export async function verifyingKeys(db: Db, at: string): Promise<SigningKey[]> {
  return await db
    .select()
    .from(signingKeys)
    .where(gt(signingKeys.verifies_until, at))
    .orderBy(desc(signingKeys.created_at), desc(signingKeys.kid));
}

/** Keeps other processes from making a key until the transaction ends. */
export async function lockKeyMaking(db: Db): Promise<void> {
  await run(db, sql`select pg_advisory_xact_lock(hashtext('signing_keys'))`);
}

/** Keeps a new key. */
export async function insertSigningKey(db: Db, key: SigningKey): Promise<void> {
  await db.insert(signingKeys).values(key);
}
