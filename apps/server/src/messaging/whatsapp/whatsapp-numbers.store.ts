import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { arrayOf, run, select, selectOne } from '../../database/sql.ts';

/** What a sender's number is at Meta, as callers see it. */
export interface ShownWhatsappNumber {
  readonly phone_number_id: string;
  readonly business_account_id: string;
  readonly api_version: string;
}

/** The same with its secrets, sealed or hashed. */
export interface WhatsappNumberRow extends ShownWhatsappNumber {
  readonly app_secret_sealed: string;
  readonly verify_token_sha256: string;
}

/** A WhatsApp sender with everything that sending and webhooks need of it. */
export interface WhatsappSender extends WhatsappNumberRow {
  readonly workspace_id: string;
  readonly sender_id: string;
  readonly phone_e164: string;
  /** The access token. */
  readonly auth_token_sealed: string;
  readonly base_url: string;
  readonly rate_per_second: number;
  readonly burst: number;
  readonly simulated: boolean;
}

/** What the sealed app secret of a sender is bound to. */
export function appSecretContext(sender: { readonly workspaceId: string; readonly senderId: string }): string {
  return `whatsapp-app:${sender.workspaceId}:${sender.senderId}`;
}

/** What senders are at Meta, by sender id; those of other kinds have no entry. */
export async function whatsappNumbersOf(
  db: Db,
  workspaceId: string,
  senderIds: readonly string[],
): Promise<ReadonlyMap<string, ShownWhatsappNumber>> {
  const rows = await select<ShownWhatsappNumber & { sender_id: string }>(
    db,
    sql`select sender_id, phone_number_id, business_account_id, api_version from messaging_whatsapp_numbers
        where workspace_id = ${workspaceId} and sender_id = any (${arrayOf(senderIds)}::text[])`,
  );
  return new Map(rows.map(({ sender_id, ...shown }) => [sender_id, shown]));
}

/** A sender's secrets, for a change that leaves some out. */
export async function whatsappSecretsOf(
  db: Db,
  workspaceId: string,
  senderId: string,
): Promise<Pick<WhatsappNumberRow, 'app_secret_sealed' | 'verify_token_sha256'> | undefined> {
  return await selectOne(
    db,
    sql`select app_secret_sealed, verify_token_sha256 from messaging_whatsapp_numbers
        where workspace_id = ${workspaceId} and sender_id = ${senderId}`,
  );
}

/** Adds or replaces what a sender is at Meta. Fails on `messaging_whatsapp_numbers_phone_number` when the number is taken, in whatever workspace. */
export async function putWhatsappNumber(
  db: Db,
  key: { readonly workspaceId: string; readonly senderId: string },
  row: WhatsappNumberRow,
): Promise<void> {
  await run(
    db,
    sql`insert into messaging_whatsapp_numbers (workspace_id, sender_id, phone_number_id, business_account_id, api_version, app_secret_sealed, verify_token_sha256)
        values (${key.workspaceId}, ${key.senderId}, ${row.phone_number_id}, ${row.business_account_id}, ${row.api_version},
                ${row.app_secret_sealed}, ${row.verify_token_sha256})
        on conflict (workspace_id, sender_id) do update set phone_number_id = excluded.phone_number_id,
          business_account_id = excluded.business_account_id, api_version = excluded.api_version,
          app_secret_sealed = excluded.app_secret_sealed, verify_token_sha256 = excluded.verify_token_sha256, templates_looked_at = null`,
  );
}

/** A workspace's WhatsApp sender. */
export async function whatsappSenderById(
  db: Db,
  workspaceId: string,
  senderId: string,
): Promise<WhatsappSender | undefined> {
  return (await whatsappSenders(db, sql`s.workspace_id = ${workspaceId} and s.sender_id = ${senderId}`))[0];
}

/** The first few WhatsApp senders of a workspace. */
export async function someWhatsappSenders(db: Db, workspaceId: string, limit: number): Promise<WhatsappSender[]> {
  return await whatsappSenders(db, sql`s.workspace_id = ${workspaceId} order by s.sender_id limit ${limit}`);
}

/** Senders of numbers or of accounts, in whatever workspaces: for webhooks, in a system transaction. */
export async function sendersAtMeta(
  db: Db,
  ids: { readonly phoneNumberIds: readonly string[]; readonly businessAccountIds: readonly string[] },
): Promise<WhatsappSender[]> {
  return await whatsappSenders(
    db,
    sql`n.phone_number_id = any (${arrayOf(ids.phoneNumberIds)}::text[]) or n.business_account_id = any (${arrayOf(ids.businessAccountIds)}::text[])
        order by s.workspace_id, s.sender_id limit 1000`,
  );
}

/** Whether some sender has a verify token, in whatever workspace. In a system transaction. */
export async function hasVerifyToken(db: Db, sha256: string): Promise<boolean> {
  const rows = await select(
    db,
    sql`select 1 from messaging_whatsapp_numbers where verify_token_sha256 = ${sha256} limit 1`,
  );
  return rows.length > 0;
}

/** Takes one sender of every account whose templates nobody has read since `before`: of several processes, one reads. In a system transaction. */
export async function takeTemplateLooks(
  db: Db,
  { at, before }: { readonly at: string; readonly before: string },
): Promise<readonly { readonly workspace_id: string; readonly sender_id: string }[]> {
  return await select(
    db,
    sql`with due as (
          select distinct on (workspace_id, business_account_id) workspace_id, sender_id, business_account_id
          from messaging_whatsapp_numbers
          where templates_looked_at is null or templates_looked_at <= ${before}::timestamptz
          order by workspace_id, business_account_id, sender_id)
        update messaging_whatsapp_numbers n set templates_looked_at = ${at}
        from due where n.workspace_id = due.workspace_id and n.sender_id = due.sender_id
          and (n.templates_looked_at is null or n.templates_looked_at <= ${before}::timestamptz)
        returning n.workspace_id, n.sender_id`,
  );
}

async function whatsappSenders(db: Db, where: SQL): Promise<WhatsappSender[]> {
  return await select<WhatsappSender>(
    db,
    sql`select s.workspace_id, s.sender_id, s.phone_e164, s.auth_token_sealed, s.base_url, s.rate_per_second, s.burst, s.simulated,
               n.phone_number_id, n.business_account_id, n.api_version, n.app_secret_sealed, n.verify_token_sha256
        from messaging_whatsapp_numbers n
        join messaging_senders s on s.workspace_id = n.workspace_id and s.sender_id = n.sender_id and s.kind = 'whatsapp'
        where ${where}`,
  );
}
