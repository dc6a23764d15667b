-- People, their sessions and keys, and the mail that lets them in.

create table auth_users (
  id uuid primary key,
  email text not null,
  email_key text not null constraint auth_users_email_key unique, -- case-folded: one account an address
  full_name text not null,
  password_hash text not null,
  last_workspace_id uuid references workspaces(id) on delete set null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
select system_table('auth_users');

-- Name and address are copied from the user when they join: workspace reads never touch the users of other workspaces.
create table workspace_members (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  user_id uuid not null references auth_users(id) on delete cascade,
  email text not null,
  email_key text not null,
  full_name text not null,
  role text not null check (role in ('viewer', 'operator', 'admin', 'owner')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, user_id)
);
create index workspace_members_by_user on workspace_members (user_id);
create index workspace_members_by_email on workspace_members (workspace_id, email_key);
select protect_table('workspace_members');

create table workspace_invitations (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  email_key text not null,
  id uuid not null unique,
  email text not null,
  role text not null check (role in ('viewer', 'operator', 'admin', 'owner')),
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, email_key)
);
select protect_table('workspace_invitations');

create table workspace_api_keys (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  id uuid not null,
  name text not null,
  prefix text not null,
  key_hash text not null unique,
  scopes jsonb not null,
  made_by uuid not null references auth_users(id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id)
);
create index workspace_api_keys_by_maker on workspace_api_keys (workspace_id, made_by);
select protect_table('workspace_api_keys');

-- A session is one family of refresh tokens; ending it ends every token of it.
create table auth_sessions (
  id uuid primary key,
  workspace_id uuid not null references workspaces(id) on delete cascade,
  user_id uuid not null references auth_users(id) on delete cascade,
  ip text not null,
  user_agent text,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_because text check (ended_because in ('logout', 'reuse', 'password_reset', 'removed'))
);
create index auth_sessions_by_user on auth_sessions (user_id);
create index auth_sessions_by_workspace on auth_sessions (workspace_id, user_id);
create index auth_sessions_by_expiry on auth_sessions (expires_at);
select protect_table('auth_sessions');

create table auth_refresh_tokens (
  token_hash text primary key,
  session_id uuid not null references auth_sessions(id) on delete cascade,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index auth_refresh_tokens_by_session on auth_refresh_tokens (session_id);
create index auth_refresh_tokens_by_expiry on auth_refresh_tokens (expires_at);
select system_table('auth_refresh_tokens');

create table auth_one_time_tokens (
  token_hash text primary key,
  purpose text not null check (purpose in ('password_reset', 'invitation')),
  user_id uuid references auth_users(id) on delete cascade,
  invitation_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((purpose = 'password_reset') = (user_id is not null)),
  check ((purpose = 'invitation') = (invitation_id is not null))
);
create index auth_one_time_tokens_by_user on auth_one_time_tokens (user_id, created_at);
create index auth_one_time_tokens_by_expiry on auth_one_time_tokens (expires_at);
select system_table('auth_one_time_tokens');

-- Failed sign-ins, counted before the password is checked; the key is a hash of the account or of the address.
create table auth_attempts (
  key text primary key,
  failures integer not null,
  window_ends_at timestamptz not null
);
create index auth_attempts_by_end on auth_attempts (window_ends_at);
select system_table('auth_attempts');

create table signing_keys (
  kid text primary key,
  algorithm text not null,
  public_jwk jsonb not null,
  sealed_private_jwk text not null,
  created_at timestamptz not null,
  signs_until timestamptz not null,
  verifies_until timestamptz not null
);
select system_table('signing_keys');

-- What to send, not the text: links are made when the mail goes out, so that no secret rests here.
create table mail_outbox (
  id uuid primary key,
  workspace_id uuid references workspaces(id) on delete cascade,
  kind text not null check (kind in ('password_reset', 'invitation')),
  recipient text not null,
  invitation_id uuid,
  created_at timestamptz not null,
  next_attempt_at timestamptz not null,
  attempts integer not null default 0,
  done_at timestamptz,
  outcome text check (outcome in ('sent', 'dropped', 'given_up')),
  last_error text
);
create index mail_outbox_waiting on mail_outbox (next_attempt_at) where done_at is null;
create index mail_outbox_by_end on mail_outbox (done_at) where done_at is not null;
select protect_table('mail_outbox');
