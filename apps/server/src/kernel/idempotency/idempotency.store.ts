import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run, selectOne } from '../../database/sql.ts';

/** What a key is unique by. */
export interface IdempotencyKey {
  readonly workspaceId: string;
  readonly operation: string;
  readonly key: string;
}

/** A key that a call has taken. Whoever takes it over when the lease is out has another one. */
export interface HeldKey extends IdempotencyKey {
  readonly leaseUntil: string;
}

interface NewKey extends HeldKey {
  readonly inputHash: string;
  readonly expiresAt: string;
  readonly now: string;
}

/** Takes a key that is new, expired, or left running by a call that died. */
export async function reserveKey(db: Db, key: NewKey): Promise<boolean> {
  const touched = await run(
    db,
    sql`insert into idempotency_keys as k (workspace_id, operation, key, input_hash, state, lease_until, expires_at)
        values (${key.workspaceId}, ${key.operation}, ${key.key}, ${key.inputHash}, 'running', ${key.leaseUntil}, ${key.expiresAt})
        on conflict (workspace_id, operation, key) do update
          set input_hash = excluded.input_hash, state = 'running', answer = null,
              lease_until = excluded.lease_until, expires_at = excluded.expires_at
          where k.expires_at < ${key.now}
             or (k.state = 'running' and k.lease_until < ${key.now} and k.input_hash = excluded.input_hash)
        returning 1`,
  );
  return touched > 0;
}

/** A key's row. */
export async function readKey(db: Db, { workspaceId, operation, key }: IdempotencyKey) {
  return await selectOne<{ input_hash: string; state: 'running' | 'done'; answer: { value: unknown } | null }>(
    db,
    sql`select input_hash, state, answer from idempotency_keys
        where workspace_id = ${workspaceId} and operation = ${operation} and key = ${key}`,
  );
}

/**
 * Keeps the answer, in the transaction that made it true; null notes only that a secret was given.
 *
 * @returns false when the lease has run out and another call holds the key
 */
export async function storeAnswer(
  db: Db,
  { workspaceId, operation, key, leaseUntil }: HeldKey,
  answer: { readonly value: unknown } | null,
): Promise<boolean> {
  const count = await run(
    db,
    sql`update idempotency_keys set state = 'done', answer = ${answer === null ? null : JSON.stringify(answer)}::jsonb
        where workspace_id = ${workspaceId} and operation = ${operation} and key = ${key}
          and state = 'running' and lease_until = ${leaseUntil}`,
  );
  return count > 0;
}

/** Frees a key that is still held, so that a repaired request may use it again. */
export async function deleteKey(db: Db, { workspaceId, operation, key, leaseUntil }: HeldKey): Promise<void> {
  await run(
    db,
    sql`delete from idempotency_keys
        where workspace_id = ${workspaceId} and operation = ${operation} and key = ${key}
          and state = 'running' and lease_until = ${leaseUntil}`,
  );
}
