import { sql, type SQL } from 'drizzle-orm';
import type { Message } from '@marquee/api/messaging/messages.contract';
import type { Db } from '../../database/database.ts';
import { select, selectOne } from '../../database/sql.ts';

/** Messages of one run that are alike to its report. */
export interface RunGroup {
  readonly status: string;
  readonly reason: string | null;
  readonly error_code: number | null;
  readonly encoding: string | null;
  readonly was_planned: boolean;
  readonly messages: number;
  readonly parts: number;
  readonly deliveries: number;
  readonly delivery_seconds: number;
}

/** What a run's messages add up to. */
export async function runGroups(
  db: Db,
  workspaceId: string,
  of: { readonly campaignId: string; readonly run: number },
): Promise<readonly RunGroup[]> {
  const where = sql`workspace_id = ${workspaceId} and campaign_id = ${of.campaignId} and run = ${of.run}`;
  const columns = sql`status, reason, error_code, encoding, was_planned, messages, parts, deliveries, delivery_ms`;
  return await select<RunGroup>(
    db,
    sql`select status, reason, error_code, encoding, was_planned, sum(messages)::int as messages, sum(parts)::int as parts,
               sum(deliveries)::int as deliveries, (sum(delivery_ms) / 1000)::float8 as delivery_seconds
        from (${bothSides(columns, where)}) counted
        group by 1, 2, 3, 4, 5 having sum(messages) <> 0`,
  );
}

/** How many messages a run has, and of those how many it still has to do with, how many wait their turn and how many a worker has taken. */
export interface RunTotals {
  readonly total: number;
  readonly pending: number;
  readonly waiting: number;
  readonly taken: number;
}

/** What a run has still to do, in numbers. */
export async function runTotals(
  db: Db,
  workspaceId: string,
  of: { readonly campaignId: string; readonly run: number },
): Promise<RunTotals> {
  const where = sql`workspace_id = ${workspaceId} and campaign_id = ${of.campaignId} and run = ${of.run}`;
  const found = await selectOne<RunTotals>(
    db,
    sql`select coalesce(sum(messages), 0)::int as total,
               coalesce(sum(messages) filter (where status in ('planned', 'claimed', 'calling', 'unconfirmed')), 0)::int as pending,
               coalesce(sum(messages) filter (where status in ('planned', 'unconfirmed')), 0)::int as waiting,
               coalesce(sum(messages) filter (where status in ('claimed', 'calling')), 0)::int as taken
        from (${bothSides(sql`status, messages`, where)}) counted`,
  );
  return found ?? { total: 0, pending: 0, waiting: 0, taken: 0 };
}

/** For a query over campaigns `c`: how many messages of the latest run were sent, and how many of those failed, as `m`. */
export const sentOfLatestRun: SQL = sql`lateral (
  select coalesce(sum(messages) filter (where status in ('accepted', 'queued', 'sending', 'sent', 'delivered', 'read', 'undelivered', 'failed')), 0)::int as sent,
         coalesce(sum(messages) filter (where status in ('undelivered', 'failed')), 0)::int as failed
  from (${bothSides(sql`status, messages`, sql`workspace_id = c.workspace_id and campaign_id = c.id and run = c.run`)}) counted) m`;

/** What a message goes by. */
export type Channel = Message['channel'];

/**
 * Messages of one channel, or of any, told by their campaign. A constraint of the table holds both in step: what a campaign sends is
 * SMS, what was sent alone is WhatsApp. So neither a count nor an index needs the channel.
 */
export function byChannel(campaignId: SQL, channel: Channel | undefined): SQL {
  switch (channel) {
    case undefined:
      return sql`true`;
    case 'sms':
      return sql`${campaignId} is not null`;
    case 'whatsapp':
      return sql`${campaignId} is null`;
  }
}

/** Which messages are counted. */
export interface CountedMessages {
  readonly campaign_id?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly status?: string | undefined;
  readonly start_date?: string | undefined;
  readonly end_date?: string | undefined;
}

/** How many messages match, by status. */
export async function messagesByStatus(
  db: Db,
  workspaceId: string,
  filters: CountedMessages,
): Promise<ReadonlyMap<string, number>> {
  const counted =
    filters.campaign_id === undefined ? inWorkspace(workspaceId, filters) : inCampaign(workspaceId, filters);
  const only = filters.status === undefined ? sql`` : sql`where status = ${filters.status}`;
  const rows = await select<{ status: string; messages: number }>(
    db,
    sql`select status, sum(messages)::int as messages from (${counted}) counted ${only} group by 1 having sum(messages) <> 0`,
  );
  return new Map(rows.map(({ status, messages }) => [status, messages]));
}

/** A page of messages of no campaign in particular. */
export interface PageOfSources {
  readonly filters: Omit<CountedMessages, 'campaign_id'>;
  /** The instant of the last message before the page. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** Where messages were made: those of a campaign's run at one instant, those without a campaign within the day that begins so. */
export interface MadeAt {
  readonly campaign_id: string | null;
  readonly made_at: string;
}

/**
 * The runs, and the days of messages without a campaign, that a page can come from: the newest that together hold as many
 * messages of its status and channel as it shows. Instants within a minute of each other count as one: ids tell them apart, not we.
 */
export async function sourcesOfPage(
  db: Db,
  workspaceId: string,
  { filters, before, limit }: PageOfSources,
): Promise<readonly MadeAt[]> {
  const { status, channel, start_date: start = '-infinity', end_date: end = 'infinity' } = filters;
  const last = sql`${before ?? 'infinity'}::timestamptz`;
  const standing = status === undefined ? sql`true` : sql`status = ${status}`;
  const where = sql`workspace_id = ${workspaceId} and ${standing} and ${byChannel(sql`campaign_id`, channel)}
    and made_at > ${start}::timestamptz - interval '1 day'
    and made_at < ${end}::timestamptz and made_at <= ${last} + interval '1 minute'`;
  return await select<MadeAt>(
    db,
    sql`with counted as (
          select campaign_id, made_at, sum(messages) as messages,
                 case when campaign_id is null then made_at + interval '1 day' else made_at + interval '1 minute' end as until
          from (${bothSides(sql`campaign_id, made_at, messages`, where)}) counted group by 1, 2 having sum(messages) > 0),
        ranked as (
          select campaign_id, made_at, sum(messages)
              filter (where made_at >= ${start}::timestamptz and until <= least(${end}::timestamptz, ${last}))
              over (partition by campaign_id is null order by made_at desc
                    range between unbounded preceding and interval '1 minute' preceding) as newer
          from counted)
        select campaign_id, made_at from ranked where coalesce(newer, 0) < ${limit}`,
  );
}

/** Every message of a run is made at the run's own instant, so a range takes a run whole or not at all. */
function inCampaign(workspaceId: string, { campaign_id, channel, ...range }: CountedMessages): SQL {
  const where = sql`workspace_id = ${workspaceId} and campaign_id = ${campaign_id} and ${byChannel(sql`campaign_id`, channel)}
    and ${within(sql`made_at`, range)}`;
  return bothSides(sql`status, messages`, where);
}

const dayMs = 86_400_000;

/** Whole UTC days from their totals; of the days that a range cuts, runs by their instant and messages without a campaign one by one. */
function inWorkspace(workspaceId: string, { channel, start_date, end_date }: CountedMessages): SQL {
  const [start, end] = [startOfDay(start_date, 'up'), startOfDay(end_date, 'down')];
  const whole = wholeDays(workspaceId, channel, { start_date: start, end_date: end });
  if (start === start_date && end === end_date) return whole;
  const cut =
    start !== undefined && end !== undefined && start >= end
      ? [{ start_date, end_date }]
      : [
          ...(start === start_date ? [] : [{ start_date, end_date: start }]),
          ...(end === end_date ? [] : [{ start_date: end, end_date }]),
        ];
  const ofChannel = byChannel(sql`campaign_id`, channel);
  const edges = cut.flatMap((range) => [
    bothSides(
      sql`status, messages`,
      sql`workspace_id = ${workspaceId} and campaign_id is not null and ${ofChannel} and ${within(sql`made_at`, range)}`,
    ),
    sql`select status, 1 from messaging_messages
        where workspace_id = ${workspaceId} and campaign_id is null and ${ofChannel} and ${within(sql`created_at`, range)}`,
  ]);
  const hasWholeDays = start === undefined || end === undefined || start < end;
  return sql.join([...(hasWholeDays ? [whole] : []), ...edges], sql` union all `);
}

/** The totals of days hold all channels; one channel's days are added up from its runs, or from its days. */
function wholeDays(workspaceId: string, channel: Channel | undefined, days: Range): SQL {
  const ofWorkspace = sql`workspace_id = ${workspaceId}`;
  if (channel !== undefined)
    return bothSides(
      sql`status, messages`,
      sql`${ofWorkspace} and ${byChannel(sql`campaign_id`, channel)} and ${within(sql`made_at`, days)}`,
    );
  return sql`
    select status, messages from messaging_day_counts where ${ofWorkspace} and ${within(sql`day`, days)}
    union all
    select status, messages from messaging_count_changes
    where ${ofWorkspace} and ${within(sql`date_bin('1 day', made_at, '2000-01-01 00:00:00+00')`, days)}`;
}

function startOfDay(instant: string | undefined, direction: 'up' | 'down'): string | undefined {
  if (instant === undefined) return undefined;
  const ms = Date.parse(instant);
  const day = direction === 'up' ? Math.ceil(ms / dayMs) : Math.floor(ms / dayMs);
  return day * dayMs === ms ? instant : new Date(day * dayMs).toISOString();
}

type Range = Pick<CountedMessages, 'start_date' | 'end_date'>;

function within(column: SQL, { start_date, end_date }: Range): SQL {
  const conditions = [
    ...(start_date === undefined ? [] : [sql`${column} >= ${start_date}::timestamptz`]),
    ...(end_date === undefined ? [] : [sql`${column} < ${end_date}::timestamptz`]),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** What is folded and what is not yet, from one snapshot. */
function bothSides(columns: SQL, where: SQL): SQL {
  return sql`select ${columns} from messaging_run_counts where ${where}
    union all select ${columns} from messaging_count_changes where ${where}`;
}
