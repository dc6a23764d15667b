-- Up to when the carrier's own list of messages to a sender has been read: a webhook that found nobody is not repeated for ever.
create table messaging_inbound_looks (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  sender_id text not null,
  seen_until timestamptz not null,
  looked_at timestamptz not null,
  primary key (workspace_id, sender_id),
  foreign key (workspace_id, sender_id) references messaging_senders (workspace_id, sender_id) on delete cascade
);
select protect_table('messaging_inbound_looks');

-- A keyword that is learned late asks whether its sender has spoken since.
create index messaging_inbound_messages_keywords on messaging_inbound_messages (workspace_id, from_phone, received_at)
  where keyword is not null;
