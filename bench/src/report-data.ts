import { openPostgres, startPostgresCluster } from '@marquee/server/testing';

/** A Postgres server of the bench's own. */
export interface ReportCluster extends AsyncDisposable {
  readonly newDatabase: (name: string) => Promise<ReportDatabase>;
}

/** One database that the bench fills. */
export interface ReportDatabase extends AsyncDisposable {
  readonly url: string;
  /** Runs statements as the server's owner, past every policy. */
  readonly exec: (text: string) => Promise<void>;
}

/** Starts a Postgres. */
export async function openReportCluster(): Promise<ReportCluster> {
  const cluster = await startPostgresCluster();
  if (cluster === null) throw new Error('this machine has no Postgres: install the postgresql package');
  return {
    async newDatabase(name) {
      await using owner = openPostgres({ url: cluster.url, connectionsMax: 1 });
      await owner.exec(`create database ${name}`);
      const url = cluster.url.replace(/\/postgres$/, `/${name}`);
      const database = openPostgres({ url, connectionsMax: 2 });
      return { url, exec: (text) => database.exec(text), [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

/** How many messages one made-up campaign has. */
export const messagesPerCampaign = 10_000;

/** Campaigns spread over the last thirty days, with a message each for ten thousand people. */
export async function addCampaigns({ exec }: ReportDatabase, workspaceId: string, count: number): Promise<void> {
  const some = 10;
  for (let first = 0; first < count; first += some)
    await exec(campaignsSql(workspaceId, first, Math.min(first + some, count)));
  await exec('vacuum analyze');
}

function campaignsSql(workspaceId: string, from: number, to: number): string {
  const made = `select g as n, ${uuidOf("'campaign' || g")} as id, now() - interval '30 days' * ((g * 37 % 100) + 0.5) / 100 as at
    from generate_series(${from}, ${to - 1}) g`;
  return `
    insert into messaging_campaigns (workspace_id, id, name, status, template_id, segment_id, run, created_at, updated_at, started_at, completed_at)
    select '${workspaceId}', id, 'Campaign ' || n, 'completed', md5('template')::uuid, md5('segment')::uuid, 1, at, at, at, at from (${made}) c;
    insert into messaging_campaign_runs (workspace_id, campaign_id, run, job_id, workflow_id, sender_id, simulated, content, recipients, created_at, frozen_at, ended_at)
    select '${workspaceId}', id, 1, id, 'bench:' || n, 'bench', true, 'Hi', ${messagesPerCampaign}, at, at, at from (${made}) c;
    insert into messaging_messages (workspace_id, id, campaign_id, run, position, contact_id, phone_e164, sender_id, status, reason, provider_sid,
      error_code, parts, encoding, created_at, claimed_at, called_at, sent_at, delivered_at, updated_at)
    select '${workspaceId}', uuid_v7(at), id, 1, p, md5('contact' || p)::uuid, '+1415' || lpad(p::text, 7, '0'), 'bench', status,
      case status when 'excluded' then 'stopped' end, case when status <> 'excluded' then 'SM' || n || '-' || p end,
      case status when 'failed' then 30008 when 'undelivered' then 30003 + p % 4 end, 1, 'GSM-7', at, at, sent, sent,
      case status when 'delivered' then sent + interval '2 seconds' end, sent + interval '2 seconds'
    from (select c.*, p, c.at + p * interval '20 milliseconds' as sent,
            case when p % 100 < 94 then 'delivered' when p % 100 < 96 then 'undelivered' when p % 100 = 96 then 'failed'
                 when p % 100 < 99 then 'sent' else 'excluded' end as status
          from (${made}) c, generate_series(1, ${messagesPerCampaign}) p) m;
    insert into messaging_inbound_messages (workspace_id, id, message_sid, from_phone, to_phone, body, received_at)
    select '${workspaceId}', uuid_v7(at), 'IN' || n || '-' || p, '+1415' || lpad(p::text, 7, '0'), '+15550001111', 'Thanks', at
    from (${made}) c, generate_series(1, 20) p;`;
}

/** An id made of a text, as valid as any. */
function uuidOf(text: string): string {
  return `overlay(overlay(md5(${text}) placing '7' from 13) placing '8' from 17)::uuid`;
}

/** A million contacts, or so many, of five cities and two tiers. */
export async function addContacts({ exec }: ReportDatabase, workspaceId: string, count: number): Promise<void> {
  await exec(`
    insert into messaging_contacts (workspace_id, id, phone_e164, consent_state, consent_updated_at, attributes, created_at, updated_at)
    select '${workspaceId}', md5('contact' || n)::uuid, '+1' || 2010000000 + n, 'OPT_IN', now(),
      jsonb_build_object('city', 'City ' || n % 5, 'tier', 'tier ' || n % 2), now(), now() from generate_series(1, ${count}) n;
    insert into messaging_contact_attributes (workspace_id, contact_id, name, text_value)
    select '${workspaceId}', md5('contact' || n)::uuid, name, case name when 'city' then 'City ' || n % 5 else 'tier ' || n % 2 end
    from generate_series(1, ${count}) n, (values ('city'), ('tier')) names (name) on conflict do nothing;`);
  await exec('vacuum analyze messaging_contacts, messaging_contact_attributes');
}

/** The segment of `segmentFilter`, counted and sampled by hand. */
export function handWritten(workspaceId: string): string {
  const from = `from messaging_contacts c
    join messaging_contact_attributes city on city.contact_id = c.id and city.name = 'city' and city.text_value = 'City 1'
    join messaging_contact_attributes tier on tier.contact_id = c.id and tier.name = 'tier' and tier.text_value = 'tier 1'
    where c.workspace_id = '${workspaceId}'`;
  return `select count(*) ${from}; select c.phone_e164 ${from} limit 10`;
}

/** People of one city and one tier: a tenth. */
export const segmentFilter = {
  operator: 'AND',
  conditions: [
    { attribute: 'city', operator: 'equals', value: 'City 1' },
    { attribute: 'tier', operator: 'equals', value: 'tier 1' },
  ],
};
