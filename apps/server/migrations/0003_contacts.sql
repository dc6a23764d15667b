-- People who can be messaged: contacts, their attributes and consent, imports, segments, templates, senders.

create table messaging_contacts (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  phone_e164 text collate "C" not null,
  consent_state text not null check (consent_state in ('OPT_IN', 'OPT_OUT', 'STOP')),
  consent_updated_at timestamptz not null,
  attributes jsonb not null default '{}',
  time_zone text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_message_received timestamptz,
  primary key (workspace_id, id),
  constraint messaging_contacts_phone unique (workspace_id, phone_e164)
);
-- Most contacts have opted in: only the others are worth an index.
create index messaging_contacts_not_opted_in on messaging_contacts (workspace_id, consent_state, id) where consent_state <> 'OPT_IN';
select protect_table('messaging_contacts');

-- Attributes as typed rows: row-level security keeps the operators of jsonb off every index. The value columns other than
-- text_value are set where the text reads as one. No foreign keys here and in the ledger: checking them row by row doubles
-- the time of an import; the trigger below does their work.
create table messaging_contact_attributes (
  workspace_id uuid not null,
  contact_id uuid not null,
  name text collate "C" not null,
  text_value text collate "C" not null,
  number_value double precision,
  boolean_value boolean,
  instant_value timestamptz,
  primary key (contact_id, name)
);
-- Without the contact the same value is stored once an index page, which spares an import a fifth of its time.
create index messaging_contact_attributes_text on messaging_contact_attributes (workspace_id, name, text_value);
create index messaging_contact_attributes_number on messaging_contact_attributes (workspace_id, name, number_value) where number_value is not null;
create index messaging_contact_attributes_boolean on messaging_contact_attributes (workspace_id, name, boolean_value) where boolean_value is not null;
create index messaging_contact_attributes_instant on messaging_contact_attributes (workspace_id, name, instant_value) where instant_value is not null;
select protect_table('messaging_contact_attributes');

-- The consent ledger outlives the contact: it knows the number by a keyed hash only.
create table messaging_consents (
  workspace_id uuid not null,
  id uuid not null,
  -- Null when the number was never a contact, such as a stranger who writes STOP.
  contact_id uuid,
  phone_hmac text collate "C" not null,
  state text not null check (state in ('OPT_IN', 'OPT_OUT', 'STOP')),
  source text not null,
  evidence jsonb not null,
  at timestamptz not null,
  primary key (workspace_id, phone_hmac, id)
);
select protect_table('messaging_consents');
revoke update, delete on messaging_consents from marquee_app;
create function messaging_consents_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the consent ledger is append-only';
end $$;
create trigger messaging_consents_append_only before update on messaging_consents for each row execute function messaging_consents_append_only();

create table messaging_suppressions (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  phone_hmac text collate "C" not null,
  source text not null check (source in ('keyword', 'operator', 'provider', 'deletion')),
  reason text not null,
  at timestamptz not null,
  primary key (workspace_id, phone_hmac, source)
);
select protect_table('messaging_suppressions');

create function messaging_forget_workspace() returns trigger language plpgsql as $$
begin
  delete from messaging_contact_attributes where workspace_id = old.id;
  delete from messaging_consents where workspace_id = old.id;
  return null;
end $$;
create trigger messaging_forget_workspace after delete on workspaces for each row execute function messaging_forget_workspace();

create table messaging_contact_imports (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  job_id uuid,
  status text not null check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  format text not null check (format in ('csv', 'json')),
  file_key text not null,
  file_name text,
  bytes bigint not null,
  sha256 text not null,
  mapping jsonb not null,
  default_consent_state text check (default_consent_state in ('OPT_IN', 'OPT_OUT', 'STOP')),
  evidence jsonb not null,
  -- Rows read and committed: where a restarted import goes on.
  processed integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  errors integer not null default 0,
  suppressed integer not null default 0,
  error text,
  created_at timestamptz not null,
  started_at timestamptz,
  completed_at timestamptz,
  primary key (workspace_id, id)
);
create index messaging_contact_imports_unfinished on messaging_contact_imports (status) where status in ('queued', 'running');
select protect_table('messaging_contact_imports');

create table messaging_contact_import_errors (
  workspace_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  position integer not null,
  field text,
  reason text not null,
  primary key (workspace_id, import_id, row_number, position),
  foreign key (workspace_id, import_id) references messaging_contact_imports (workspace_id, id) on delete cascade
);
select protect_table('messaging_contact_import_errors');

create table messaging_segments (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  name text not null,
  description text,
  filter_criteria jsonb not null,
  estimated_audience_size integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  constraint messaging_segments_name unique (workspace_id, name)
);
select protect_table('messaging_segments');

create table messaging_templates (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  name text not null,
  content text not null,
  variables jsonb not null,
  is_active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  constraint messaging_templates_name unique (workspace_id, name)
);
select protect_table('messaging_templates');

create table messaging_senders (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  sender_id text not null,
  kind text not null check (kind in ('sms')),
  phone_e164 text collate "C" not null,
  account_sid text not null,
  auth_token_sealed text not null,
  base_url text not null,
  rate_per_second double precision not null,
  burst integer not null,
  simulated boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, sender_id),
  -- Over all workspaces: a webhook finds its workspace by the number it came to.
  constraint messaging_senders_phone unique (phone_e164)
);
select protect_table('messaging_senders');
