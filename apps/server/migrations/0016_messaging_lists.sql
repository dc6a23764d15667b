-- What lists of messages and of contacts are narrowed by.

-- A list and a count of one channel's messages read no channel: what a campaign sends is SMS, what was sent alone is WhatsApp. Whoever
-- lets one of them go the other way gives the counts of 0010 a channel first.
alter table messaging_messages add constraint messaging_messages_channel_of_campaign check ((channel = 'sms') = (campaign_id is not null));

-- Messages sent alone, newest first. Campaigns write nothing to it.
create index messaging_messages_alone_by_id on messaging_messages (workspace_id, id) where campaign_id is null;

-- The last word of an attribute of several words, so that a person is found by either name. Everything else that a search looks at has
-- an index already. Neither is in small letters: `lower` is not leakproof, so under row-level security it keeps a column off its index.
alter table messaging_contact_attributes
  add column last_word text collate "C" generated always as (nullif(split_part(text_value, ' ', -1), text_value)) stored;
create index messaging_contact_attributes_last_word on messaging_contact_attributes (workspace_id, last_word) where last_word is not null;
