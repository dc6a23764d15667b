-- Endpoints that events are posted to, what is on its way to them, and every attempt.

create table event_webhooks (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  url text not null,
  description text not null,
  event_names jsonb not null,
  -- What its maker could see: an endpoint gets no other events.
  scopes jsonb not null,
  status text not null check (status in ('active', 'paused', 'disabled')),
  secret_sealed text not null,
  previous_secret_sealed text,
  previous_secret_until timestamptz,
  -- The last event of the log that was looked at for this endpoint.
  cursor bigint not null,
  failing_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
create index event_webhooks_active on event_webhooks (workspace_id) where status = 'active';
select protect_table('event_webhooks');

create table event_webhook_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  event_name text not null,
  -- Null for a test, which is in no log.
  sequence bigint,
  status text not null check (status in ('pending', 'delivered', 'failed', 'skipped')),
  attempt_count integer not null default 0,
  next_attempt_at timestamptz,
  replay_of uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, webhook_id) references event_webhooks (workspace_id, id) on delete cascade
);
create index event_webhook_deliveries_webhook on event_webhook_deliveries (workspace_id, webhook_id, id);
create index event_webhook_deliveries_pending on event_webhook_deliveries (id) where status = 'pending';
create index event_webhook_deliveries_finished on event_webhook_deliveries (finished_at) where finished_at is not null;
select protect_table('event_webhook_deliveries');

create table event_webhook_attempts (
  workspace_id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  at timestamptz not null,
  duration_ms integer not null,
  status_code integer,
  answer text,
  error text,
  primary key (workspace_id, delivery_id, number),
  foreign key (workspace_id, delivery_id) references event_webhook_deliveries (workspace_id, id) on delete cascade
);
select protect_table('event_webhook_attempts');
