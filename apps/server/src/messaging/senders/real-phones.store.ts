import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { selectOne } from '../../database/sql.ts';

/** Whether a workspace can reach real phones, or has: then its consent ledger is evidence. */
export async function reachesRealPhones(db: Db, workspaceId: string): Promise<boolean> {
  const row = await selectOne<{ real: boolean }>(
    db,
    sql`select exists (select from messaging_senders where workspace_id = ${workspaceId} and not simulated)
          or exists (select from messaging_campaign_runs where workspace_id = ${workspaceId} and not simulated)
          or exists (select from messaging_whatsapp_sends where workspace_id = ${workspaceId} and not simulated) as real`,
  );
  return row?.real !== false;
}
