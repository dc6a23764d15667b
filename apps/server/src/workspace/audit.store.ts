import type { AuditEntry } from '@marquee/api/workspace/audit.contract';
import { sql, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Db } from '../database/database.ts';
import { select, selectOne } from '../database/sql.ts';

/** One line of the audit trail. */
export type AuditLine = z.infer<typeof AuditEntry>;

/** Which lines are asked for. */
export interface AuditFilters {
  readonly operation?: string | undefined;
  readonly actor_id?: string | undefined;
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** Lines newest first (ids are in order of time), one more than asked when there are more. */
export async function listAudit(
  db: Db,
  workspaceId: string,
  page: { readonly filters: AuditFilters; readonly beforeId: string | null; readonly limit: number },
): Promise<AuditLine[]> {
  const before = page.beforeId === null ? sql`true` : sql`id < ${page.beforeId}::uuid`;
  return await select<AuditLine>(
    db,
    sql`select id, at, actor_kind, actor_id, operation, request_id, outcome, facts
        from audit_entries where ${matching(workspaceId, page.filters)} and ${before}
        order by id desc limit ${page.limit + 1}`,
  );
}

/** How many lines match. */
export async function countAudit(db: Db, workspaceId: string, filters: AuditFilters): Promise<number> {
  const row = await selectOne<{ count: number }>(
    db,
    sql`select count(*) as count from audit_entries where ${matching(workspaceId, filters)}`,
  );
  return row?.count ?? 0;
}

function matching(workspaceId: string, { operation, actor_id, outcome, from, until }: AuditFilters): SQL {
  const conditions = [
    sql`workspace_id = ${workspaceId}`,
    operation === undefined ? undefined : sql`operation = ${operation}`,
    actor_id === undefined ? undefined : sql`actor_id = ${actor_id}`,
    outcome === undefined ? undefined : sql`outcome = ${outcome}`,
    from === undefined ? undefined : sql`at >= ${from}::timestamptz`,
    until === undefined ? undefined : sql`at < ${until}::timestamptz`,
  ].filter((condition) => condition !== undefined);
  return sql.join(conditions, sql` and `);
}
