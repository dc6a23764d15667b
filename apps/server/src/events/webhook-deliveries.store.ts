import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { LoggedEvent } from '@marquee/api/events/log.contract';
import type { Db } from '../database/database.ts';
import { run, select, selectOne } from '../database/sql.ts';
import type { ShouldRun } from '../kernel/jobs/reconciler.ts';
import type { PageQuery } from '../kernel/paging/page.ts';
import { webhookAttemptsTable, webhookDeliveriesTable, type DeliveryStatus } from './webhooks.tables.ts';

/** A delivery as stored. */
export type DeliveryRow = typeof webhookDeliveriesTable.$inferSelect;

/** An attempt as stored. */
export type AttemptRow = typeof webhookAttemptsTable.$inferSelect;

/** Adds deliveries together with the commands that start their workflows: both are there, or neither. */
export async function insertDeliveries(db: Db, rows: readonly DeliveryRow[], newId: () => string): Promise<void> {
  if (rows.length === 0) return;
  await db.insert(webhookDeliveriesTable).values([...rows]);
  const commands = rows.map((row) => ({
    ...{ id: newId(), workspace_id: row.workspace_id, at: row.created_at },
    ...startOf({ workspaceId: row.workspace_id, id: row.id }),
  }));
  await run(
    db,
    sql`insert into outbox_commands (id, workspace_id, kind, workflow, workflow_id, args, created_at, next_attempt_at)
        select r.id, r.workspace_id, 'start', r.workflow, r."workflowId", r.args, r.at, r.at
        from jsonb_to_recordset(${JSON.stringify(commands)}::jsonb)
          as r(id uuid, workspace_id uuid, workflow text, "workflowId" text, args jsonb, at timestamptz)`,
  );
}

/** The delivery with an id, if there is one. */
export async function deliveryById(db: Db, workspaceId: string, id: string): Promise<DeliveryRow | undefined> {
  return (await db.select().from(webhookDeliveriesTable).where(withId(workspaceId, id)))[0];
}

/** What a list of deliveries is narrowed to. */
export interface DeliveryFilters {
  readonly webhook_id: string;
  readonly status?: DeliveryStatus | undefined;
}

/** One page of deliveries, newest first, after the id `after`. */
export async function deliveriesPage(
  db: Db,
  workspaceId: string,
  page: PageQuery<DeliveryFilters>,
): Promise<DeliveryRow[]> {
  const after = page.after === undefined ? undefined : lt(webhookDeliveriesTable.id, page.after);
  return await db
    .select()
    .from(webhookDeliveriesTable)
    .where(and(matching(workspaceId, page.filters), after))
    .orderBy(desc(webhookDeliveriesTable.id))
    .limit(page.limit);
}

/** How many deliveries match. */
export async function countDeliveries(db: Db, workspaceId: string, filters: DeliveryFilters): Promise<number> {
  return await db.$count(webhookDeliveriesTable, matching(workspaceId, filters));
}

/** The attempts of some deliveries, in order. */
export async function attemptsOf(db: Db, workspaceId: string, ids: readonly string[]): Promise<AttemptRow[]> {
  if (ids.length === 0) return [];
  const { workspace_id, delivery_id, number } = webhookAttemptsTable;
  return await db
    .select()
    .from(webhookAttemptsTable)
    .where(and(eq(workspace_id, workspaceId), inArray(delivery_id, [...ids])))
    .orderBy(asc(delivery_id), asc(number));
}

/** Notes an attempt. */
export async function insertAttempt(db: Db, attempt: AttemptRow): Promise<void> {
  await db.insert(webhookAttemptsTable).values(attempt);
}

/** Notes where a delivery stands. */
export async function updateDelivery(
  db: Db,
  { workspace_id, id }: Pick<DeliveryRow, 'workspace_id' | 'id'>,
  change: Partial<DeliveryRow>,
): Promise<void> {
  await db.update(webhookDeliveriesTable).set(change).where(withId(workspace_id, id));
}

/** The event of a sequence, if it is still kept. */
export async function eventAt(db: Db, workspaceId: string, sequence: number): Promise<LoggedEvent | undefined> {
  return await selectOne<LoggedEvent>(
    db,
    sql`select sequence, id, name, at, data from events where workspace_id = ${workspaceId} and sequence = ${sequence}`,
  );
}

/** Deliveries that have not ended, of all workspaces, as the workflows that carry them out. */
export async function unfinishedDeliveries(db: Db): Promise<readonly ShouldRun[]> {
  const rows = await select<{ workspace_id: string; id: string }>(
    db,
    sql`select workspace_id, id from event_webhook_deliveries where status = 'pending' order by id`,
  );
  return rows.map(({ workspace_id: workspaceId, id }) => ({ workspaceId, ...startOf({ workspaceId, id }) }));
}

function startOf({ workspaceId, id }: { readonly workspaceId: string; readonly id: string }) {
  return {
    workflow: 'deliverWebhook',
    workflowId: `webhook-delivery:${id}`,
    args: [{ workspaceId, deliveryId: id }],
  };
}

function withId(workspaceId: string, id: string) {
  return and(eq(webhookDeliveriesTable.workspace_id, workspaceId), eq(webhookDeliveriesTable.id, id));
}

function matching(workspaceId: string, { webhook_id, status }: DeliveryFilters) {
  return and(
    eq(webhookDeliveriesTable.workspace_id, workspaceId),
    eq(webhookDeliveriesTable.webhook_id, webhook_id),
    status === undefined ? undefined : eq(webhookDeliveriesTable.status, status),
  );
}
