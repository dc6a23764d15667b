-- What every domain stands on: workspaces, isolation, the outbox, jobs, idempotency, audit, files.

create function protect_table(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy workspace on %s to marquee_app using (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)', target);
  execute format('create policy system on %s to marquee_system using (true) with check (true)', target);
  execute format('grant select, insert, update, delete on %s to marquee_app, marquee_system', target);
end $$;

create function system_table(target regclass) returns void language plpgsql as $$
begin
  execute format('grant select, insert, update, delete on %s to marquee_system', target);
end $$;

create table workspaces (
  id uuid primary key,
  name text not null,
  time_zone text not null default 'UTC',
  settings jsonb not null default '{}',
  is_demo boolean not null default false,
  created_at timestamptz not null
);
alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy workspace on workspaces to marquee_app using (id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy system on workspaces to marquee_system using (true) with check (true);
grant select, update on workspaces to marquee_app;
grant select, insert, update, delete on workspaces to marquee_system;

create table jobs (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  kind text not null,
  record_id text not null,
  workflow_id text not null,
  operation text not null,
  scope text not null,
  status text not null,
  progress jsonb,
  result jsonb,
  error jsonb,
  cancel_requested_at timestamptz,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create index jobs_by_record on jobs (workspace_id, kind, record_id);
create index jobs_unfinished on jobs (status) where finished_at is null;
select protect_table('jobs');

create table outbox_events (
  id uuid primary key,
  workspace_id uuid not null references workspaces(id) on delete cascade,
  name text not null,
  scope text not null,
  data jsonb not null,
  at timestamptz not null,
  request_id text
);
select protect_table('outbox_events');

create table event_sequences (
  workspace_id uuid primary key references workspaces(id) on delete cascade,
  last_sequence bigint not null
);
select protect_table('event_sequences');

create table events (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  sequence bigint not null,
  id uuid not null,
  name text not null,
  scope text not null,
  data jsonb not null,
  at timestamptz not null,
  primary key (workspace_id, sequence)
);
create index events_by_age on events (at);
select protect_table('events');

create table outbox_commands (
  id uuid primary key,
  workspace_id uuid not null references workspaces(id) on delete cascade,
  kind text not null check (kind in ('start', 'signal')),
  workflow text,
  workflow_id text not null,
  signal text,
  args jsonb not null,
  job_id uuid,
  created_at timestamptz not null,
  dispatched_at timestamptz,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  last_error text
);
create index outbox_commands_waiting on outbox_commands (next_attempt_at) where dispatched_at is null;
create index outbox_commands_by_workflow on outbox_commands (workflow_id, id);
select protect_table('outbox_commands');

create table idempotency_keys (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  operation text not null,
  key text not null,
  input_hash text not null,
  state text not null check (state in ('running', 'done')),
  answer jsonb,
  lease_until timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, operation, key)
);
create index idempotency_keys_by_expiry on idempotency_keys (expires_at);
select protect_table('idempotency_keys');

create table audit_entries (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text,
  operation text not null,
  request_id text not null,
  outcome text not null,
  facts jsonb not null,
  primary key (workspace_id, id)
);
select protect_table('audit_entries');
revoke update, delete on audit_entries from marquee_app;

create table files (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  key text not null,
  kind text not null,
  bytes bigint not null,
  sha256 text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  primary key (workspace_id, id)
);
create index files_by_expiry on files (expires_at) where expires_at is not null;
select protect_table('files');

-- `taken` says whether the last call got its token.
create unlogged table rate_buckets (
  key text primary key,
  tokens double precision not null,
  taken boolean not null,
  updated_at timestamptz not null
);
select system_table('rate_buckets');

create function bucket_refilled(bucket rate_buckets, at timestamptz, quota float8, per_second float8) returns float8
language sql immutable as $$
  select least(quota, bucket.tokens + greatest(0, extract(epoch from at - bucket.updated_at)) * per_second)
$$;
