import { sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { run } from '../database/sql.ts';

/** Who did what, when, and the ids and states it concerned; never personal data. */
export interface AuditEntry {
  readonly workspaceId: string;
  readonly id: string;
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly operation: string;
  readonly requestId: string;
  readonly outcome: 'done' | 'refused';
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Adds a line to the audit log. */
export async function insertAuditEntry(db: Db, entry: AuditEntry): Promise<void> {
  await run(
    db,
    sql`insert into audit_entries (workspace_id, id, at, actor_kind, actor_id, operation, request_id, outcome, facts)
        values (${entry.workspaceId}, ${entry.id}, ${entry.at}, ${entry.actorKind}, ${entry.actorId}, ${entry.operation},
                ${entry.requestId}, ${entry.outcome}, ${JSON.stringify(entry.facts)}::jsonb)`,
  );
}
