import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { select } from '../database/sql.ts';
import { webhooksTable } from './webhooks.tables.ts';

/** An endpoint as stored, with its sealed secrets. */
export type WebhookRow = typeof webhooksTable.$inferSelect;

/** What the sealed secrets of an endpoint are bound to. */
export function webhookSealContext({ workspace_id, id }: Pick<WebhookRow, 'workspace_id' | 'id'>): string {
  return `webhook:${workspace_id}:${id}`;
}

/** One page of endpoints, newest first, after the id `after`. */
export async function webhooksPage(
  db: Db,
  workspaceId: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<WebhookRow[]> {
  const after = page.after === undefined ? undefined : lt(webhooksTable.id, page.after);
  return await db
    .select()
    .from(webhooksTable)
    .where(and(eq(webhooksTable.workspace_id, workspaceId), after))
    .orderBy(desc(webhooksTable.id))
    .limit(page.limit);
}

/** How many endpoints there are. */
export async function countWebhooks(db: Db, workspaceId: string): Promise<number> {
  return await db.$count(webhooksTable, eq(webhooksTable.workspace_id, workspaceId));
}

/** The endpoint with an id, if there is one. */
export async function webhookById(db: Db, workspaceId: string, id: string): Promise<WebhookRow | undefined> {
  return (await db.select().from(webhooksTable).where(withId(workspaceId, id)))[0];
}

/** The same, locked until the transaction ends: attempts, the fan-out and changes take turns. */
export async function lockWebhook(db: Db, workspaceId: string, id: string): Promise<WebhookRow | undefined> {
  return (await db.select().from(webhooksTable).where(withId(workspaceId, id)).for('update'))[0];
}

/** Adds an endpoint. */
export async function insertWebhook(db: Db, row: WebhookRow): Promise<void> {
  await db.insert(webhooksTable).values(row);
}

/** Changes an endpoint. */
export async function updateWebhook(
  db: Db,
  { workspace_id, id }: Pick<WebhookRow, 'workspace_id' | 'id'>,
  change: { readonly [Column in keyof WebhookRow]?: WebhookRow[Column] | undefined },
): Promise<void> {
  await db.update(webhooksTable).set(change).where(withId(workspace_id, id));
}

/** Removes an endpoint with its deliveries. */
export async function deleteWebhook(db: Db, workspaceId: string, id: string): Promise<void> {
  await db.delete(webhooksTable).where(withId(workspaceId, id));
}

/** Active endpoints, of all workspaces, whose log has gone on: for the fan-out, in a system transaction. */
export async function webhooksBehind(
  db: Db,
  limit: number,
): Promise<readonly Pick<WebhookRow, 'workspace_id' | 'id'>[]> {
  return await select(
    db,
    sql`select w.workspace_id, w.id from event_webhooks w join event_sequences s using (workspace_id)
        where w.status = 'active' and w.cursor < s.last_sequence order by w.updated_at limit ${limit}`,
  );
}

function withId(workspaceId: string, id: string) {
  return and(eq(webhooksTable.workspace_id, workspaceId), eq(webhooksTable.id, id));
}
