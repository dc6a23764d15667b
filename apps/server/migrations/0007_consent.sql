-- The consent in force, the hold of an open review, and the plan of a run: what the moment of calling decides by, and what it keeps.

-- Read from the contact's own row because the calling update locks it: a subquery beside a lock would still see what was before it.
alter table messaging_contacts add column consent_id uuid, add column review_opened_at timestamptz;
alter table messaging_messages add column consent_id uuid;

alter table messaging_suppressions
  add column id uuid not null default uuid_v7(now()),
  add column evidence jsonb not null default '{}';
create unique index messaging_suppressions_by_id on messaging_suppressions (workspace_id, id);

alter table messaging_opt_out_reviews add column note text;
create index messaging_opt_out_reviews_open_by_age on messaging_opt_out_reviews (workspace_id, id) where status = 'open';

alter table messaging_campaigns add column frequency_cap jsonb;
alter table messaging_campaign_runs add column segment jsonb, add column plan jsonb;

-- What one SMS part costs, by how the recipient's number begins; the empty prefix is every number's.
create table messaging_sender_prices (
  workspace_id uuid not null,
  sender_id text not null,
  prefix text collate "C" not null,
  price_micros bigint not null check (price_micros >= 0),
  currency text not null,
  primary key (workspace_id, sender_id, prefix),
  foreign key (workspace_id, sender_id) references messaging_senders (workspace_id, sender_id) on delete cascade
);
select protect_table('messaging_sender_prices');

-- What stands already. Row-level security is forced on owners, too.
set local role marquee_system;
update messaging_contacts c set consent_id = l.id
from (
  select distinct on (workspace_id, contact_id) workspace_id, contact_id, id
  from messaging_consents where contact_id is not null order by workspace_id, contact_id, id desc
) l
where l.workspace_id = c.workspace_id and l.contact_id = c.id;
update messaging_contacts c set review_opened_at = o.opened_at
from (
  select workspace_id, contact_id, min(created_at) as opened_at
  from messaging_opt_out_reviews where status = 'open' group by 1, 2
) o
where o.workspace_id = c.workspace_id and o.contact_id = c.id;
-- A hold ended a message; from here on it waits for the review.
update messaging_messages m set status = 'planned', not_before = now()
from messaging_campaign_runs r
where m.status = 'held' and m.reason = 'opt_out_review' and r.ended_at is null
  and r.workspace_id = m.workspace_id and r.campaign_id = m.campaign_id and r.run = m.run;
reset role;
