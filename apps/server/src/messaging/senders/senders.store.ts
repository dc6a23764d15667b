import { and, asc, eq, getTableColumns, gt } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { sendersTable } from './senders.tables.ts';

const { workspace_id: _workspace, auth_token_sealed: _token, ...shown } = getTableColumns(sendersTable);

/** A sender without its secret. */
export type SenderRow = Omit<typeof sendersTable.$inferSelect, 'workspace_id' | 'auth_token_sealed'>;

/** What a sender sends. */
export type SenderKind = SenderRow['kind'];

/** A sender with its sealed secret and its workspace, for gateways and webhooks. */
export type SenderSecretRow = typeof sendersTable.$inferSelect;

/** What the sealed token of a sender is bound to. */
export function senderSealContext(sender: { readonly workspaceId: string; readonly senderId: string }): string {
  return `sender:${sender.workspaceId}:${sender.senderId}`;
}

/** One page of senders by id, after the id `after`; of every kind unless one is given. */
export async function sendersPage(
  db: Db,
  workspaceId: string,
  page: { readonly after: string | undefined; readonly limit: number; readonly kind?: SenderKind },
): Promise<SenderRow[]> {
  const after = page.after === undefined ? undefined : gt(sendersTable.sender_id, page.after);
  const kind = page.kind === undefined ? undefined : eq(sendersTable.kind, page.kind);
  return await db
    .select(shown)
    .from(sendersTable)
    .where(and(eq(sendersTable.workspace_id, workspaceId), kind, after))
    .orderBy(asc(sendersTable.sender_id))
    .limit(page.limit);
}

/** How many senders there are. */
export async function countSenders(db: Db, workspaceId: string): Promise<number> {
  return await db.$count(sendersTable, eq(sendersTable.workspace_id, workspaceId));
}

/** A workspace's sender with its sealed token, if there is one. */
export async function senderById(db: Db, workspaceId: string, senderId: string): Promise<SenderSecretRow | undefined> {
  return (
    await db
      .select()
      .from(sendersTable)
      .where(and(eq(sendersTable.workspace_id, workspaceId), eq(sendersTable.sender_id, senderId)))
  )[0];
}

/** The SMS sender that owns a number, in whatever workspace: for webhooks, in a system transaction. */
export async function senderByPhone(db: Db, phoneE164: string): Promise<SenderSecretRow | undefined> {
  const isIt = and(eq(sendersTable.phone_e164, phoneE164), eq(sendersTable.kind, 'sms'));
  return (await db.select().from(sendersTable).where(isIt))[0];
}

/** Adds or replaces a sender. Fails on the constraint `messaging_senders_phone` when the number is taken, in whatever workspace. */
export async function putSender(db: Db, sender: SenderSecretRow): Promise<void> {
  const { workspace_id: _id, sender_id: _sender, created_at: _created, ...fields } = sender;
  await db
    .insert(sendersTable)
    .values(sender)
    .onConflictDoUpdate({ target: [sendersTable.workspace_id, sendersTable.sender_id], set: fields });
}
