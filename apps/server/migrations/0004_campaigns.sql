-- Campaigns and what became of every message: the ledger of the durable send, and what carriers call back.

-- A UUIDv7 for rows made by insert … select; single rows get theirs from the application.
create function uuid_v7(at timestamptz) returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from at) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

create table messaging_campaigns (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  name text not null,
  description text,
  status text not null check (status in ('draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed')),
  status_reason text,
  template_id uuid not null,
  segment_id uuid not null,
  sender_id text,
  schedule_time timestamptz,
  expires_at timestamptz,
  rate_limit_per_second integer check (rate_limit_per_second > 0),
  quiet_hours_start text,
  quiet_hours_end text,
  time_zone text,
  run integer not null default 0,
  job_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  started_at timestamptz,
  completed_at timestamptz,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
create index messaging_campaigns_live on messaging_campaigns (status) where status in ('scheduled', 'running', 'paused');
select protect_table('messaging_campaigns');

create table messaging_campaign_runs (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  campaign_id uuid not null,
  run integer not null,
  job_id uuid not null,
  workflow_id text not null,
  sender_id text not null,
  simulated boolean not null,
  -- What is sent is the text as it was when the run began.
  content text not null,
  recipients integer,
  created_at timestamptz not null,
  frozen_at timestamptz,
  ended_at timestamptz,
  primary key (workspace_id, campaign_id, run)
);
create index messaging_campaign_runs_live on messaging_campaign_runs (workspace_id) where ended_at is null;
select protect_table('messaging_campaign_runs');

-- No index holds the status: it changes five times a message, and updates stay on their page (fillfactor).
create table messaging_messages (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  campaign_id uuid,
  run integer,
  position integer,
  contact_id uuid,
  phone_e164 text collate "C" not null,
  sender_id text not null,
  status text not null check (status in (
    'planned', 'excluded', 'claimed', 'calling', 'unconfirmed', 'expired', 'held',
    'accepted', 'queued', 'sending', 'sent', 'delivered', 'read', 'undelivered', 'failed', 'canceled')),
  reason text,
  -- Planned: not to be sent before. Unconfirmed: the carrier's list is not conclusive before.
  not_before timestamptz,
  claim_id uuid,
  calls integer not null default 0,
  provider_sid text collate "C",
  error_code integer,
  body text,
  parts integer,
  encoding text,
  created_at timestamptz not null,
  claimed_at timestamptz,
  called_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
) with (fillfactor = 60);
create unique index messaging_messages_by_run on messaging_messages (workspace_id, campaign_id, run, position);
create unique index messaging_messages_by_sid on messaging_messages (workspace_id, provider_sid) where provider_sid is not null;
create index messaging_messages_by_contact on messaging_messages (workspace_id, contact_id);
select protect_table('messaging_messages');

-- Everything a carrier reported. Rows without a message are parked: their message's create call has not been answered yet.
create table messaging_message_statuses (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  provider_sid text collate "C" not null,
  status text not null,
  message_id uuid,
  error_code integer,
  at timestamptz not null,
  primary key (workspace_id, provider_sid, status)
);
create index messaging_message_statuses_by_message on messaging_message_statuses (workspace_id, message_id);
select protect_table('messaging_message_statuses');

-- The pace of a campaign or sender: its token bucket, and the grants of the last second. Its row lock serialises senders.
create table messaging_send_paces (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  subject text collate "C" not null,
  tokens double precision not null,
  refilled_at timestamptz not null,
  grants jsonb not null default '[]',
  primary key (workspace_id, subject)
);
select protect_table('messaging_send_paces');

create table messaging_inbound_messages (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  message_sid text collate "C" not null,
  from_phone text collate "C" not null,
  to_phone text collate "C" not null,
  body text not null,
  keyword text,
  contact_id uuid,
  received_at timestamptz not null,
  primary key (workspace_id, id),
  constraint messaging_inbound_messages_sid unique (workspace_id, message_sid)
);
create index messaging_inbound_messages_by_age on messaging_inbound_messages (workspace_id, received_at);
select protect_table('messaging_inbound_messages');

create table messaging_opt_out_reviews (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  contact_id uuid not null,
  inbound_id uuid not null,
  status text not null check (status in ('open', 'stopped', 'released')),
  created_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  primary key (workspace_id, id)
);
create index messaging_opt_out_reviews_open on messaging_opt_out_reviews (workspace_id, contact_id) where status = 'open';
select protect_table('messaging_opt_out_reviews');

-- Callbacks for numbers that are nobody's: counted, never kept.
create table messaging_unknown_callbacks (
  day date not null,
  kind text not null,
  count bigint not null,
  primary key (day, kind)
);
select system_table('messaging_unknown_callbacks');
