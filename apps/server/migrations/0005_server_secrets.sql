-- Secrets of the installation itself, sealed under the secret key, such as the key that suppression hashes are made with.
create table server_secrets (
  name text primary key,
  sealed text not null,
  created_at timestamptz not null
);
select system_table('server_secrets');
