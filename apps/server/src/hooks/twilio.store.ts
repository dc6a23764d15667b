import { sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { run, select } from '../database/sql.ts';

/** The sender a callback is about, whoever's it is. */
export interface HookSender {
  readonly workspace_id: string;
  readonly sender_id: string;
  readonly auth_token_sealed: string;
}

/** The sender with a number; else, when one workspace alone uses the account, any of its senders. In a system transaction. */
export async function hookSender(
  db: Db,
  callback: { readonly phone: string | null; readonly accountSid: string | null },
): Promise<HookSender | undefined> {
  const rows = await select<HookSender & { is_number: boolean }>(
    db,
    sql`select workspace_id, sender_id, auth_token_sealed, coalesce(phone_e164 = ${callback.phone}, false) as is_number from messaging_senders
        where kind = 'sms' and (phone_e164 = ${callback.phone} or account_sid = ${callback.accountSid})
        order by is_number desc, workspace_id, sender_id limit 100`,
  );
  const [first] = rows;
  if (first === undefined || first.is_number) return first;
  return rows.every(({ workspace_id }) => workspace_id === first.workspace_id) ? first : undefined;
}

/** Counts callbacks that are nobody's, one unless it says how many. In a system transaction. */
export async function countUnknown(
  db: Db,
  callback: { readonly kind: 'inbound' | 'status' | 'whatsapp'; readonly at: string; readonly count?: number },
): Promise<void> {
  await run(
    db,
    sql`insert into messaging_unknown_callbacks (day, kind, count) values ((${callback.at}::timestamptz at time zone 'UTC')::date, ${callback.kind}, ${callback.count ?? 1})
        on conflict (day, kind) do update set count = messaging_unknown_callbacks.count + excluded.count`,
  );
}
