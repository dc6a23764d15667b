import { sql, type SQL } from 'drizzle-orm';
import type { Suppression as Answer } from '@marquee/api/messaging/suppressions.contract';
import type { z } from 'zod';
import type { Db } from '../../database/database.ts';
import { run, select, selectOne } from '../../database/sql.ts';
import type { PageQuery } from '../../kernel/paging/page.ts';

/** Why a number is suppressed: its own STOP, an operator's word, the provider's refusal, or that the contact was deleted. */
export type SuppressionSource = 'keyword' | 'operator' | 'provider' | 'deletion';

/** One reason not to message a number, known by its keyed hash only. */
export interface Suppression {
  /** That of the ledger's entry which made it. */
  readonly id: string;
  readonly workspaceId: string;
  readonly phoneHmac: string;
  readonly source: SuppressionSource;
  /** For people, such as `asked to stop`. */
  readonly reason: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly at: string;
}

/** A suppression as it is answered. */
export type SuppressionRow = z.output<typeof Answer>;

/** Adds a number to the suppression list; a source that already holds it stays as it is. */
export async function suppress(db: Db, suppression: Suppression): Promise<void> {
  const { workspaceId, id, phoneHmac, source, reason, evidence = {}, at } = suppression;
  await run(
    db,
    sql`insert into messaging_suppressions (workspace_id, id, phone_hmac, source, reason, evidence, at)
        values (${workspaceId}, ${id}, ${phoneHmac}, ${source}, ${reason}, ${JSON.stringify(evidence)}::jsonb, ${at})
        on conflict do nothing`,
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

/** One source's hold on a number, as it is answered. */
export async function suppressionOf(
  db: Db,
  workspaceId: string,
  hold: { readonly phoneHmac: string; readonly source: SuppressionSource },
): Promise<SuppressionRow | undefined> {
  return await selectOne<SuppressionRow>(
    db,
    suppressionsWhere(sql`${matching(workspaceId, hold)} and s.source = ${hold.source}`),
  );
}

/** What a list of suppressions may be narrowed to. */
export interface SuppressionFilters {
  readonly source?: SuppressionSource | undefined;
  readonly phoneHmac?: string | undefined;
}

/** One page of the list, newest first, after the id `after`. */
export async function suppressionsPage(
  db: Db,
  workspaceId: string,
  page: PageQuery<SuppressionFilters>,
): Promise<SuppressionRow[]> {
  const after = page.after === undefined ? sql`` : sql`and s.id < ${page.after}::uuid`;
  const where = sql`${matching(workspaceId, page.filters)} ${after}`;
  return await select<SuppressionRow>(db, sql`${suppressionsWhere(where)} order by s.id desc limit ${page.limit}`);
}

/** How many suppressions match. */
export async function countSuppressions(db: Db, workspaceId: string, filters: SuppressionFilters): Promise<number> {
  const found = await selectOne<{ n: number }>(
    db,
    sql`select count(*)::int as n from messaging_suppressions s where ${matching(workspaceId, filters)}`,
  );
  return found?.n ?? 0;
}

function matching(workspaceId: string, { source, phoneHmac }: SuppressionFilters): SQL {
  return sql.join(
    [
      sql`s.workspace_id = ${workspaceId}`,
      ...(source === undefined ? [] : [sql`s.source = ${source}`]),
      ...(phoneHmac === undefined ? [] : [sql`s.phone_hmac = ${phoneHmac}`]),
    ],
    sql` and `,
  );
}

/** The ledger knows which contact a hash was last, and so whether we still hold the number. */
function suppressionsWhere(where: SQL): SQL {
  return sql`
    select s.id, s.phone_hmac as phone_hash, c.phone_e164, c.id as contact_id, s.source, s.reason, s.evidence, s.at
    from messaging_suppressions s
    left join lateral (
      select l.contact_id from messaging_consents l
      where l.workspace_id = s.workspace_id and l.phone_hmac = s.phone_hmac and l.contact_id is not null order by l.id desc limit 1
    ) l on true
    left join messaging_contacts c on c.workspace_id = s.workspace_id and c.id = l.contact_id
    where ${where}`;
}
