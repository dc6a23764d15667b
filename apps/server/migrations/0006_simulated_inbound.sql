-- Whether a message was written at a carrier simulator: no person has said what it says.
alter table messaging_inbound_messages add column simulated boolean not null default false;
