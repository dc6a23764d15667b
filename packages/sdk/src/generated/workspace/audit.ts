// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.workspace.audit`: list. */
export class Audit extends Resource {
  /**
   * List audit entries, newest first.
   *
   * @example
   * for await (const auditEntry of marquee.workspace.audit.list()) console.log(auditEntry);
   */
  list(params?: AuditEntryListParams, options?: RequestOptions): PagePromise<AuditEntry> {
    return this.client.page('GET /workspace/audit', { query: params }, options);
  }
}

/** One line of the audit trail */
export interface AuditEntry {
  /** Entry id. */
  id: string;
  /** Instant in UTC, ISO 8601. */
  at: string;
  /** `user`, `api_key` or what else acted. */
  actor_kind: string;
  /** Id of the user or key. */
  actor_id: string | null;
  /** Operation name. */
  operation: string;
  /** The `x-request-id` of the call. */
  request_id: string;
  /** `done` or `refused`. */
  outcome: string;
  /** Ids and states the call touched. */
  facts: Record<string, string | number | boolean | null>;
}

export interface AuditEntryListParams extends PageParams {
  /** Only this operation, such as `messaging.campaigns.trigger`. At most 100 characters. */
  operation?: string | undefined;
  /** Only what this user or key did. At most 100 characters. */
  actor_id?: string | undefined;
  /** Only `done`, or only `refused`. At most 100 characters. */
  outcome?: string | undefined;
  /** Entries at or after this instant. */
  from?: string | undefined;
  /** Entries before this instant. */
  until?: string | undefined;
}
