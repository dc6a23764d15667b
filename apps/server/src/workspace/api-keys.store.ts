import type { Role, Scope } from '@marquee/api/scopes';
import { and, count, desc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { run, select } from '../database/sql.ts';
import { sha256 } from '../lib/crypto/crypto.ts';
import { keyPrefix } from './api-key-secret.ts';
import { apiKeys, type ApiKeyRow } from './api-keys.tables.ts';

/** Whether a credential looks like an API key. */
export function isApiKey(credential: string): boolean {
  return credential.startsWith(keyPrefix);
}

/** Keeps a new key. */
export async function insertApiKey(db: Db, key: typeof apiKeys.$inferInsert): Promise<ApiKeyRow | undefined> {
  return (await db.insert(apiKeys).values(key).returning())[0];
}

/** Which keys to list. */
export interface ApiKeyPageOf {
  readonly includeRevoked: boolean;
  /** Creation instant and id of the last key seen. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** Keys of a workspace, newest first, one more than asked when there are more. */
export async function listApiKeys(db: Db, workspaceId: string, page: ApiKeyPageOf): Promise<ApiKeyRow[]> {
  const after =
    page.after === null
      ? undefined
      : sql`(${apiKeys.created_at}, ${apiKeys.id}) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`;
  return await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.workspace_id, workspaceId), unlessRevoked(page.includeRevoked), after))
    .orderBy(desc(apiKeys.created_at), desc(apiKeys.id))
    .limit(page.limit + 1);
}

/** How many keys a list without pages would have. */
export async function countApiKeys(db: Db, workspaceId: string, includeRevoked: boolean): Promise<number> {
  const found = await db
    .select({ count: count() })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspace_id, workspaceId), unlessRevoked(includeRevoked)));
  return found[0]?.count ?? 0;
}

function unlessRevoked(includeRevoked: boolean) {
  return includeRevoked ? undefined : isNull(apiKeys.revoked_at);
}

/** Revokes a key; a revoked one keeps its first instant. Undefined when the workspace has no such key. */
export async function revokeApiKey(
  db: Db,
  workspaceId: string,
  revoke: { id: string; at: string },
): Promise<ApiKeyRow | undefined> {
  const revoked = await db
    .update(apiKeys)
    .set({ revoked_at: sql`coalesce(${apiKeys.revoked_at}, ${revoke.at}::timestamptz)` })
    .where(and(eq(apiKeys.workspace_id, workspaceId), eq(apiKeys.id, revoke.id)))
    .returning();
  return revoked[0];
}

/** Revokes every key a member made. */
export async function revokeApiKeysOf(
  db: Db,
  workspaceId: string,
  revoke: { userId: string; at: string },
): Promise<void> {
  await db
    .update(apiKeys)
    .set({ revoked_at: revoke.at })
    .where(and(eq(apiKeys.workspace_id, workspaceId), eq(apiKeys.made_by, revoke.userId), isNull(apiKeys.revoked_at)));
}

/** A key that counts, with its maker's present role. */
export interface LiveApiKey {
  readonly workspace_id: string;
  readonly id: string;
  readonly scopes: readonly Scope[];
  readonly made_by: string;
  readonly role: Role;
  readonly expires_at: string | null;
}

/** What a key stands for, unless it is revoked, over, or its maker left. For system transactions: it looks over all workspaces. */
export async function liveApiKey(db: Db, key: string, at: string): Promise<LiveApiKey | undefined> {
  return (await selectLive(db, sql`k.key_hash = ${sha256(key)}`, at))[0];
}

/** Those of the keys that count at `at`. For system transactions, as above. */
export async function liveApiKeys(db: Db, ids: readonly string[], at: string): Promise<readonly LiveApiKey[]> {
  return await selectLive(db, sql`k.id in ${ids}`, at);
}

async function selectLive(db: Db, which: SQL, at: string): Promise<readonly LiveApiKey[]> {
  return await select<LiveApiKey>(
    db,
    sql`select k.workspace_id, k.id, k.scopes, k.made_by, m.role, k.expires_at
        from workspace_api_keys k
        join workspace_members m on m.workspace_id = k.workspace_id and m.user_id = k.made_by
        where ${which} and k.revoked_at is null
          and (k.expires_at is null or k.expires_at > ${at}::timestamptz)`,
  );
}

/** Notes that a key is in use, at most every five minutes: a write a call would be dear. */
export async function touchApiKey(db: Db, key: { workspace_id: string; id: string }, at: Date): Promise<void> {
  const stale = new Date(at.getTime() - 5 * 60_000).toISOString();
  await run(
    db,
    sql`update workspace_api_keys set last_used_at = ${at.toISOString()}::timestamptz
        where workspace_id = ${key.workspace_id} and id = ${key.id}
          and (last_used_at is null or last_used_at < ${stale}::timestamptz)`,
  );
}
