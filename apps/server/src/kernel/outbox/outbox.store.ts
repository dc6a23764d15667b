import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run } from '../../database/sql.ts';

/** One event on its way out. */
export interface OutboxEvent {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly scope: string;
  readonly data: unknown;
  readonly at: string;
  readonly requestId: string | null;
}

/** One workflow command on its way out. */
export interface OutboxCommand {
  readonly id: string;
  readonly workspaceId: string;
  readonly kind: 'start' | 'signal';
  readonly workflow: string | null;
  readonly workflowId: string;
  readonly signal: string | null;
  readonly args: readonly unknown[];
  readonly at: string;
}

/** Promises an event: it is published once this transaction has committed. */
export async function insertEvent(db: Db, event: OutboxEvent): Promise<void> {
  await run(
    db,
    sql`insert into outbox_events (id, workspace_id, name, scope, data, at, request_id)
        values (${event.id}, ${event.workspaceId}, ${event.name}, ${event.scope}, ${JSON.stringify(event.data)}::jsonb, ${event.at}, ${event.requestId})`,
  );
}

/** Promises a workflow command: it reaches the engine once this transaction has committed, however long that takes. */
export async function insertCommand(db: Db, command: OutboxCommand): Promise<void> {
  await run(
    db,
    sql`insert into outbox_commands (id, workspace_id, kind, workflow, workflow_id, signal, args, job_id, created_at, next_attempt_at)
        values (${command.id}, ${command.workspaceId}, ${command.kind}, ${command.workflow}, ${command.workflowId}, ${command.signal},
                ${JSON.stringify(command.args)}::jsonb,
                (select id from jobs where workspace_id = ${command.workspaceId} and workflow_id = ${command.workflowId} order by id desc limit 1),
                ${command.at}, ${command.at})`,
  );
}
