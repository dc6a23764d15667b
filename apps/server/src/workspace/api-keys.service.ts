import type { apiKeys } from '@marquee/api/workspace/api-keys.contract';
import type { Implements } from '../kernel/context.ts';
import { encodeCursor } from '../kernel/paging/cursor.ts';
import { newApiKeySecret } from './api-key-secret.ts';
import { countApiKeys, insertApiKey, listApiKeys, revokeApiKey } from './api-keys.store.ts';
import type { ApiKeyRow } from './api-keys.tables.ts';
import { afterKeys } from './keyset.ts';

/** What API key operations need. */
export interface ApiKeysDeps {
  /** Who is known to be calling; must be forgotten when a key ends. */
  readonly callers: { readonly forgetAll: () => void };
}

/** Keys for programs. */
export function apiKeysService({ callers }: ApiKeysDeps): Implements<typeof apiKeys> {
  return {
    async list({ limit, cursor, include_total, include_revoked: includeRevoked }, { db, caller }) {
      const filters = { includeRevoked };
      const after = afterKeys(filters, cursor);
      const found = await listApiKeys(db, caller.workspaceId, { includeRevoked, after, limit });
      const items = found.slice(0, limit).map(shown);
      const last = found.length > limit ? items.at(-1) : undefined;
      const next_cursor = last === undefined ? null : encodeCursor(filters, [last.created_at, last.id]);
      const total = include_total ? { total: await countApiKeys(db, caller.workspaceId, includeRevoked) } : {};
      return { items, page: { next_cursor, limit, ...total } };
    },

    async create({ name, scopes, expires_at }, { db, caller, now, newId, fail, audit }) {
      const beyond = scopes.filter((scope) => !caller.scopes.includes(scope));
      if (beyond.length > 0)
        return fail('forbidden', `A key cannot do more than its maker; you lack ${beyond.join(', ')}`);
      if (caller.userId === null) return fail('forbidden', 'Only members and their API keys can make keys');
      const at = now();
      if (expires_at !== undefined && Date.parse(expires_at) <= at.getTime()) {
        return fail('unprocessable', '`expires_at` is in the past; a key must last until some later time');
      }
      const { key, hash, prefix } = newApiKeySecret();
      const row = await insertApiKey(db, {
        workspace_id: caller.workspaceId,
        id: newId(),
        name,
        prefix,
        key_hash: hash,
        scopes: [...new Set(scopes)],
        made_by: caller.userId,
        created_at: at.toISOString(),
        expires_at: expires_at ?? null,
      });
      if (row === undefined) throw new Error('an insert returned no row');
      audit({ api_key_id: row.id });
      return { ...shown(row), key };
    },

    async revoke({ key_id }, ctx) {
      const revoked = await ctx.write(async ({ db, caller, now, audit }) => {
        const row = await revokeApiKey(db, caller.workspaceId, { id: key_id, at: now().toISOString() });
        if (row === undefined) return ctx.fail('not_found', `This workspace has no API key ${key_id}`);
        audit({ api_key_id: key_id });
        return row;
      });
      // After the commit: a caller looked up before it must not be remembered beyond it.
      callers.forgetAll();
      return shown(revoked);
    },
  };
}

/** A key without its hash. */
function shown({ workspace_id: _workspace, key_hash: _hash, ...rest }: ApiKeyRow) {
  return rest;
}
