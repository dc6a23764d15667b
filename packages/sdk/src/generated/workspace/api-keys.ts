// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { AccessScope, PageParams } from '../schemas.ts';

/** `marquee.workspace.apiKeys`: list, create, revoke. */
export class ApiKeys extends Resource {
  /**
   * List API keys, newest first.
   *
   * @example
   * for await (const apiKey of marquee.workspace.apiKeys.list()) console.log(apiKey);
   */
  list(params?: ApiKeyListParams, options?: RequestOptions): PagePromise<ApiKey> {
    return this.client.page('GET /workspace/api-keys', { query: params }, options);
  }

  /**
   * Make an API key.
   *
   * The key acts with its own scopes, never beyond what its maker may do at the time, and ends when its maker
   * leaves.
   *
   * @throws {UnprocessableError}
   * @example
   * const newApiKey = await marquee.workspace.apiKeys.create({ name: 'Nightly import', scopes: ['messaging:read']
   * });
   */
  create(params: ApiKeyCreateParams, options?: RequestOptions): ApiPromise<NewApiKey> {
    return this.client.call('POST /workspace/api-keys', { body: params, key: true }, options);
  }

  /**
   * Revoke an API key.
   *
   * Calls with it are refused at once by this process and within ten seconds by every other.
   *
   * @throws {NotFoundError}
   * @example
   * const apiKey = await marquee.workspace.apiKeys.revoke(key_id);
   */
  revoke(key_id: string, options?: RequestOptions): ApiPromise<ApiKey> {
    return this.client.call('DELETE /workspace/api-keys/{key_id}', { path: [key_id] }, options);
  }
}

/** An API key as it is listed: never the key itself */
export interface ApiKey {
  /** Key id. */
  id: string;
  /** What it is for. */
  name: string;
  /** How the key begins, to recognise it by. */
  prefix: string;
  /** What the key may do, as far as its maker may still do it. */
  scopes: AccessScope[];
  /** User id of the member who made it. */
  made_by: string;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** When it ends; null means when it is revoked. */
  expires_at: string | null;
  /** Exact to about five minutes. */
  last_used_at: string | null;
  /** When it was revoked; null while it works. */
  revoked_at: string | null;
}

export interface ApiKeyCreateParams {
  /** What it is for. At most 120 characters. */
  name: string;
  /** No more than the caller has. At most 10 items. */
  scopes: AccessScope[];
  /** Without it, the key lasts until it is revoked. */
  expires_at?: string | undefined;
}

export interface ApiKeyListParams extends PageParams {
  /** Also keys that no longer work. Default false. */
  include_revoked?: boolean | undefined;
}

/** A new API key; `key` is shown this once */
export interface NewApiKey extends ApiKey {
  /** Send as `Authorization: Bearer …`. It cannot be shown again. */
  key: string;
}
