import { sql, type SQL } from 'drizzle-orm';
import type { Message } from '@marquee/api/messaging/messages.contract';
import type { Db } from '../../database/database.ts';
import { arrayOf, select, selectOne } from '../../database/sql.ts';
import { instantOfId, leastIdAt } from '../../lib/ids.ts';
import { byChannel, sourcesOfPage, type Channel, type MadeAt } from './message-counts.store.ts';

/** What a list of messages may be narrowed to. */
export interface MessageFilters {
  readonly campaign_id?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly status?: string | undefined;
  readonly start_date?: string | undefined;
  readonly end_date?: string | undefined;
}

interface Page {
  readonly filters: MessageFilters;
  readonly after: string | undefined;
  readonly limit: number;
}

/** One page of messages, newest first, after the id `after`. */
export async function messagesPage(db: Db, workspaceId: string, page: Page): Promise<Message[]> {
  const where = sql`${matching(workspaceId, page.filters)} ${afterId(page)}`;
  if (isNearAtHand(page.filters))
    return await select<Message>(
      db,
      sql`select ${columns} ${source} where ${where} order by m.id desc limit ${page.limit}`,
    );
  const found = await idsFromSources(db, workspaceId, page);
  if (found === null) return [];
  return await select<Message>(
    db,
    sql`select ${columns} ${source} where m.workspace_id = ${workspaceId} and m.id in (${found}) order by m.id desc limit ${page.limit}`,
  );
}

/** Whether an index gives a page in its order without passing over many other messages. */
function isNearAtHand({ campaign_id, channel, status }: MessageFilters): boolean {
  return campaign_id !== undefined || (channel === undefined && (status === undefined || rareStatuses.has(status)));
}

/** Statuses that an index holds. */
const rareStatuses = new Set(['excluded', 'unconfirmed', 'expired', 'held', 'undelivered', 'failed', 'canceled']);

/**
 * No index holds the other statuses or a channel, but counts tell which runs have such messages: only those are looked through.
 *
 * @returns a query for the ids; null when there is no such message
 */
async function idsFromSources(db: Db, workspaceId: string, page: Page): Promise<SQL | null> {
  const { filters, after, limit } = page;
  const before = after === undefined ? undefined : instantOfId(after);
  const sources = await sourcesOfPage(db, workspaceId, { filters, before, limit });
  const { runs = [], alone = [] } = Object.groupBy(sources, (each) => (each.campaign_id === null ? 'alone' : 'runs'));
  const campaigns = arrayOf([...new Set(runs.map(({ campaign_id }) => campaign_id))]);
  const wheres = [
    ...madeIn(runs, 0).map((range) => sql`m.campaign_id = any (${campaigns}::uuid[]) and ${range}`),
    ...madeIn(alone, dayMs).map((range) => sql`m.campaign_id is null and ${range}`),
  ];
  const parts = wheres.map(
    (where) => sql`(select m.id from messaging_messages m
      where ${matching(workspaceId, filters)} and ${where} ${afterId(page)} order by m.id desc limit ${limit})`,
  );
  return parts.length === 0 ? null : sql.join(parts, sql` union all `);
}

/** From the first of some sources to the last, each of which lasts so long: one condition, or none when there are no sources. */
function madeIn(sources: readonly MadeAt[], lastsMs: number): readonly SQL[] {
  const instants = sources.map(({ made_at }) => made_at).toSorted();
  const [first, last] = [instants[0], instants.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [from, to] = [leastIdAt(first, -idSlackMs), leastIdAt(last, lastsMs + idSlackMs)];
  return [sql`m.id >= ${from}::uuid and m.id < ${to}::uuid`];
}

function afterId({ after }: Page): SQL {
  return after === undefined ? sql`` : sql`and m.id < ${after}::uuid`;
}

/** One message. */
export async function messageById(db: Db, workspaceId: string, id: string): Promise<Message | undefined> {
  return await selectOne<Message>(
    db,
    sql`select ${columns} ${source} where m.workspace_id = ${workspaceId} and m.id = ${id}`,
  );
}

/** The ledger's entry that a message began or was left out under; null while that is undecided. */
export async function consentIdOf(db: Db, workspaceId: string, id: string): Promise<string | null> {
  const found = await selectOne<{ consent_id: string | null }>(
    db,
    sql`select consent_id from messaging_messages where workspace_id = ${workspaceId} and id = ${id}`,
  );
  return found?.consent_id ?? null;
}

/** Everything a carrier reported about a message, oldest first. */
export async function reportsOf(db: Db, workspaceId: string, id: string) {
  return await select<{ status: string; error_code: number | null; at: string }>(
    db,
    sql`select status, error_code, at from messaging_message_statuses
        where workspace_id = ${workspaceId} and message_id = ${id} order by at, status`,
  );
}

const columns = sql`m.id, m.campaign_id, c.name as campaign_name, m.channel, m.contact_id, m.phone_e164 as recipient_phone, m.status, m.reason,
  m.provider_sid, coalesce(r.simulated, w.simulated, false) as simulated, m.error_code, m.body, m.parts, m.encoding, m.created_at, m.sent_at, m.delivered_at,
  extract(epoch from m.delivered_at - m.sent_at)::float8 as delivery_time_seconds, m.updated_at`;

const source = sql`from messaging_messages m
  left join messaging_campaigns c on c.workspace_id = m.workspace_id and c.id = m.campaign_id
  left join messaging_campaign_runs r on r.workspace_id = m.workspace_id and r.campaign_id = m.campaign_id and r.run = m.run
  left join messaging_whatsapp_sends w on w.workspace_id = m.workspace_id and w.message_id = m.id`;

function matching(workspaceId: string, { campaign_id, channel, status, start_date, end_date }: MessageFilters): SQL {
  const conditions = [
    sql`m.workspace_id = ${workspaceId}`,
    byChannel(sql`m.campaign_id`, channel),
    ...(campaign_id === undefined ? [] : [sql`m.campaign_id = ${campaign_id}`]),
    ...(status === undefined
      ? []
      : [rareStatuses.has(status) ? sql`m.rare_status = ${status}` : sql`m.status = ${status}`]),
    ...(start_date === undefined
      ? []
      : [sql`m.created_at >= ${start_date}`, sql`m.id >= ${leastIdAt(start_date, -idSlackMs)}::uuid`]),
    ...(end_date === undefined
      ? []
      : [sql`m.created_at < ${end_date}`, sql`m.id < ${leastIdAt(end_date, idSlackMs)}::uuid`]),
  ];
  return sql.join(conditions, sql` and `);
}

/** Ids begin with the millisecond they were made in, which may be a little off the instant their row says. */
const idSlackMs = 60_000;

const dayMs = 86_400_000;
