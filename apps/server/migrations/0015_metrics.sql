-- Metrics. What types and fields are, batches, views and the data's version stand here whatever store keeps the rows; the tables from
-- metrics_sets on are the Postgres store's own.

create table metrics_types (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id integer generated always as identity,
  name text not null,
  -- Goes up with every write: what was computed before is then void.
  version bigint not null default 0,
  -- The version that the catalog's counts below and in metrics_fields tell of.
  catalog_version bigint not null default -1,
  day_zone text not null,
  -- Day totals are made anew for a new zone, the earliest first: those of days that begin before this are made. All are when null.
  days_before_ms bigint,
  row_count bigint not null default 0,
  first_ms bigint,
  last_ms bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name)
);
select protect_table('metrics_types');

create table metrics_fields (
  workspace_id uuid not null,
  type_id integer not null,
  name text not null,
  kind text not null check (kind in ('metric', 'dimension')),
  -- The position of a metric in every array of values, from 1.
  slot smallint,
  distinct_values bigint,
  examples text[] not null default '{}',
  created_at timestamptz not null,
  primary key (workspace_id, type_id, name),
  unique (workspace_id, type_id, slot),
  foreign key (workspace_id, type_id) references metrics_types on delete cascade,
  check ((kind = 'metric') = (slot is not null))
);
select protect_table('metrics_fields');

create table metrics_batches (
  workspace_id uuid not null,
  id uuid not null,
  type_id integer not null,
  batch_id text not null,
  digest text not null,
  version bigint not null,
  records_received integer not null,
  accepted integer not null,
  replaced integer not null,
  duplicates integer not null,
  rejected integer not null,
  rejections jsonb not null,
  rejections_by_reason jsonb not null,
  metrics text[] not null,
  dimensions text[] not null,
  created_at timestamptz not null,
  processed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, batch_id, type_id),
  foreign key (workspace_id, type_id) references metrics_types on delete cascade
);
create index metrics_batches_by_age on metrics_batches (created_at);
create index metrics_batches_waiting on metrics_batches (created_at) where processed_at is null;
select protect_table('metrics_batches');

create table metrics_views (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  name text not null,
  query jsonb not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name)
);
select protect_table('metrics_views');

-- What every process is to forget of its kept answers.
create table metrics_cache_clears (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id bigint generated always as identity,
  pattern text not null,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create index metrics_cache_clears_by_age on metrics_cache_clears (created_at);
select protect_table('metrics_cache_clears');

-- The Postgres store. Times are milliseconds, minutes and hours since 1970 in UTC; arrays are by slot, and may end before a slot that came later.

create table metrics_sets (
  workspace_id uuid not null,
  type_id integer not null,
  id integer generated always as identity,
  -- The first 16 bytes of SHA-256 of the dimensions.
  key uuid not null,
  dimensions jsonb not null,
  primary key (workspace_id, type_id, id),
  unique (workspace_id, type_id, key)
);
select protect_table('metrics_sets');

create table metrics_rows (
  workspace_id uuid not null,
  type_id integer not null,
  at_ms bigint not null,
  set_id integer not null,
  "values" double precision[] not null,
  primary key (workspace_id, type_id, at_ms, set_id)
);
select protect_table('metrics_rows');

-- Totals of all rows of a minute, whatever their dimensions.
create table metrics_minutes (
  workspace_id uuid not null,
  type_id integer not null,
  minute integer not null,
  rows bigint not null,
  counts bigint[] not null,
  sums double precision[] not null,
  mins double precision[] not null,
  maxs double precision[] not null,
  primary key (workspace_id, type_id, minute)
) with (fillfactor = 80);
select protect_table('metrics_minutes');

create table metrics_hours (
  workspace_id uuid not null,
  type_id integer not null,
  hour integer not null,
  set_id integer not null,
  rows bigint not null,
  counts bigint[] not null,
  sums double precision[] not null,
  mins double precision[] not null,
  maxs double precision[] not null,
  primary key (workspace_id, type_id, hour, set_id)
) with (fillfactor = 80);
select protect_table('metrics_hours');

-- Local days of the type's day_zone, by the instant at which they begin.
create table metrics_days (
  workspace_id uuid not null,
  type_id integer not null,
  day_ms bigint not null,
  set_id integer not null,
  rows bigint not null,
  counts bigint[] not null,
  sums double precision[] not null,
  mins double precision[] not null,
  maxs double precision[] not null,
  primary key (workspace_id, type_id, day_ms, set_id)
) with (fillfactor = 80);
select protect_table('metrics_days');

-- How the values of a local day are spread, whatever their dimensions: see the rule log-histogram.
create table metrics_histograms (
  workspace_id uuid not null,
  type_id integer not null,
  day_ms bigint not null,
  slot smallint not null,
  buckets smallint[] not null,
  counts bigint[] not null,
  primary key (workspace_id, type_id, day_ms, slot)
) with (fillfactor = 80);
select protect_table('metrics_histograms');

-- A foreign key would be looked up for each row of an upload, at half of its cost: what belongs to a type goes with it by this.
create function metrics_forget_type() returns trigger language plpgsql as $$
begin
  delete from metrics_sets where workspace_id = old.workspace_id and type_id = old.id;
  delete from metrics_rows where workspace_id = old.workspace_id and type_id = old.id;
  delete from metrics_minutes where workspace_id = old.workspace_id and type_id = old.id;
  delete from metrics_hours where workspace_id = old.workspace_id and type_id = old.id;
  delete from metrics_days where workspace_id = old.workspace_id and type_id = old.id;
  delete from metrics_histograms where workspace_id = old.workspace_id and type_id = old.id;
  return null;
end $$;
create trigger metrics_types_forgotten after delete on metrics_types for each row execute function metrics_forget_type();

create function metrics_bucket(value double precision) returns smallint language sql immutable parallel safe as $$
  select (case when abs(value) < 1e-12 then 0 else sign(value) * (ceil(ln(abs(value)) / ln((1 + 0.01::double precision) / (1 - 0.01::double precision))) + 2000) end)::smallint
$$;
