import { sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { run, select } from '../database/sql.ts';

/** Why a number is suppressed: its own STOP, an operator's word, the provider's refusal, or that the contact was deleted. */
export type SuppressionSource = 'keyword' | 'operator' | 'provider' | 'deletion';

/** One reason not to message a number, known by its keyed hash only. */
export interface Suppression {
  readonly workspaceId: string;
  readonly phoneHmac: string;
  readonly source: SuppressionSource;
  /** For people, such as `asked to stop`. */
  readonly reason: string;
  readonly at: string;
}

/** Adds a number to the suppression list; a source that already holds it stays as it is. */
export async function suppress(db: Db, suppression: Suppression): Promise<void> {
  const { workspaceId, phoneHmac, source, reason, at } = suppression;
  await run(
    db,
    sql`insert into messaging_suppressions (workspace_id, phone_hmac, source, reason, at)
        values (${workspaceId}, ${phoneHmac}, ${source}, ${reason}, ${at}) on conflict do nothing`,
  );
}

/** Takes a number off the list: one source's hold, or every one when none is named. */
export async function liftSuppression(
  db: Db,
  number: { readonly workspaceId: string; readonly phoneHmac: string; readonly source?: SuppressionSource },
): Promise<void> {
  const only = number.source === undefined ? sql`` : sql`and source = ${number.source}`;
  await run(
    db,
    sql`delete from messaging_suppressions where workspace_id = ${number.workspaceId} and phone_hmac = ${number.phoneHmac} ${only}`,
  );
}

/** Who holds a number on the list; empty when it may be messaged. */
export async function suppressionSourcesOf(
  db: Db,
  workspaceId: string,
  phoneHmac: string,
): Promise<readonly SuppressionSource[]> {
  const rows = await select<{ source: SuppressionSource }>(
    db,
    sql`select source from messaging_suppressions where workspace_id = ${workspaceId} and phone_hmac = ${phoneHmac} order by at, source`,
  );
  return rows.map(({ source }) => source);
}
