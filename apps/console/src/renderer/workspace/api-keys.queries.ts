import type { ItemOf } from '../api/operations.ts';
import { useChange } from '../api/use-operation.ts';

/** An API key as it is listed. */
export type ApiKey = ItemOf<'workspace.apiKeys.list'>;

const refreshes = ['workspace.apiKeys.'];

/** Makes a key; the answer holds it this once, and it is kept nowhere. */
export function useCreateApiKey() {
  return useChange('workspace.apiKeys.create', { refreshes });
}

/** Revokes a key. */
export function useRevokeApiKey() {
  return useChange('workspace.apiKeys.revoke', { refreshes });
}

/** Where a key stands. */
export function statusOf({ revoked_at, expires_at }: ApiKey, now: Date): 'active' | 'revoked' | 'expired' {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && new Date(expires_at) <= now ? 'expired' : 'active';
}
