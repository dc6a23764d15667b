import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';

/** A sender whose inbound messages are to be looked for at the carrier. */
export interface InboundLook {
  readonly workspace_id: string;
  readonly sender_id: string;
  /** Up to when they are known. */
  readonly seen_until: string;
}

/**
 * Takes every sender that nobody has looked for since `before`: of several processes, one looks. A new sender begins where it was
 * added, or at `horizon` when that was long ago. In a system transaction.
 */
export async function takeInboundLooks(
  db: Db,
  { at, before, horizon }: { readonly at: string; readonly before: string; readonly horizon: string },
): Promise<readonly InboundLook[]> {
  return await select<InboundLook>(
    db,
    sql`insert into messaging_inbound_looks as l (workspace_id, sender_id, seen_until, looked_at)
        select workspace_id, sender_id, greatest(created_at, ${horizon}::timestamptz), ${at}::timestamptz from messaging_senders where kind = 'sms'
        on conflict (workspace_id, sender_id) do update set looked_at = excluded.looked_at where l.looked_at <= ${before}::timestamptz
        returning workspace_id, sender_id, seen_until`,
  );
}

/** Notes up to when a sender's inbound messages are known. */
export async function markInboundSeen(
  db: Db,
  workspaceId: string,
  { senderId, until }: { readonly senderId: string; readonly until: string },
): Promise<void> {
  await run(
    db,
    sql`update messaging_inbound_looks set seen_until = greatest(seen_until, ${until}::timestamptz)
        where workspace_id = ${workspaceId} and sender_id = ${senderId}`,
  );
}
