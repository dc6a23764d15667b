import type { Inside } from '../kernel/context.ts';

/** Who is behind a call, as the consent ledger names them: a user or an API key. */
export function actorOf({ caller }: Pick<Inside, 'caller'>): string {
  return caller.apiKeyId === null ? `user:${caller.userId}` : `api_key:${caller.apiKeyId}`;
}
