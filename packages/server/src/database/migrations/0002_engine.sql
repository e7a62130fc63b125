-- The sending engine. A campaign's audience is frozen into batches; a batch is claimed as a whole,
-- and each of its rows is written once more, when it is settled.

-- What was decided, by whom it was taken: few different ones, each kept once.
create table send_rulings (
  id integer generated always as identity primary key,
  organization_id uuid not null references organizations (id),
  -- of all that follows, so that equal ones are one
  hash bytea not null,
  verdict text,
  code text,
  rule integer,
  authorization_kind text,
  citations text[] not null default '{}',
  obligations text[] not null default '{}',
  reason text,
  unique (organization_id, hash)
);

create table send_routes (
  id integer generated always as identity primary key,
  organization_id uuid not null references organizations (id),
  hash bytea not null,
  -- MX roll-up, the server that took it, and its address
  site text not null,
  host text not null,
  peer text not null,
  tls_protocol text,
  tls_cipher text,
  tls_verified text,
  unique (organization_id, hash)
);

-- Up to 500 rows of one bucket: those of the campaign from one contact to another, both included.
create table send_batches (
  bucket smallint not null,
  organization_id uuid not null,
  campaign_id uuid not null,
  number integer not null,
  from_contact uuid not null,
  to_contact uuid not null,
  -- done: nobody in it waits
  state text not null default 'waiting' check (state in ('waiting', 'done')),
  -- how many waited when it was last looked at
  waiting smallint not null,
  due_at timestamptz not null default now(),
  -- fencing: who holds it, until when; the number is higher with each claim
  owner uuid,
  lease_until timestamptz,
  fence integer not null default 0,
  -- whose message may be on its way: recorded before the first byte of it leaves
  handed_over uuid[] not null default '{}',
  -- what each of them rests on
  handed_rulings integer[] not null default '{}',
  primary key (bucket, organization_id, campaign_id, number)
) with (fillfactor = 50);
-- rewritten at each hand-over; out of line it would cost a second table
alter table send_batches alter column handed_over set storage plain;
alter table send_batches alter column handed_rulings set storage plain;
create index send_batches_owner on send_batches (owner) where owner is not null;
create index send_batches_due on send_batches (organization_id, campaign_id, due_at)
  where state = 'waiting';

-- Who sends at the moment: the limits of a receiver are shared out among them.
create table senders (
  id uuid primary key,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

alter table sends
  add column ruling integer,
  add column route integer,
  -- the server's last words, without addresses
  add column reply text,
  -- of the claim under which it became uncertain: who held it then may still tell how it ended
  add column fence integer,
  -- portal: the message waits there, and a notice went out
  add column way text check (way in ('portal'));

insert into send_rulings (organization_id, hash, verdict, code, rule, authorization_kind, citations,
  obligations, reason)
select distinct organization_id,
  sha256(convert_to(concat_ws(chr(31), coalesce(verdict, ''), coalesce(code, ''),
    coalesce(rule::text, ''), coalesce(authorization_kind, ''),
    coalesce(array_to_string(citations, chr(30)), ''),
    coalesce(array_to_string(obligations, chr(30)), ''), coalesce(reason, '')), 'UTF8')),
  verdict, code, rule, authorization_kind, coalesce(citations, '{}'), coalesce(obligations, '{}'),
  reason
from sends
where verdict is not null or code is not null or reason is not null;

update sends set ruling = ruling.id
from send_rulings ruling
where ruling.organization_id = sends.organization_id
  and ruling.hash = sha256(convert_to(concat_ws(chr(31), coalesce(sends.verdict, ''),
    coalesce(sends.code, ''), coalesce(sends.rule::text, ''),
    coalesce(sends.authorization_kind, ''),
    coalesce(array_to_string(sends.citations, chr(30)), ''),
    coalesce(array_to_string(sends.obligations, chr(30)), ''), coalesce(sends.reason, '')), 'UTF8'))
  and (sends.verdict is not null or sends.code is not null or sends.reason is not null);

insert into send_routes (organization_id, hash, site, host, peer, tls_protocol, tls_cipher,
  tls_verified)
select distinct organization_id,
  sha256(convert_to(concat_ws(chr(31), '', '', '', tls_protocol, tls_cipher, tls_verified), 'UTF8')),
  '', '', '', tls_protocol, tls_cipher, tls_verified
from sends
where tls_protocol is not null;

update sends set route = route.id
from send_routes route
where route.organization_id = sends.organization_id and sends.tls_protocol is not null
  and route.tls_protocol = sends.tls_protocol and route.tls_cipher = sends.tls_cipher
  and route.tls_verified = sends.tls_verified;

-- What a worker held when it was stopped: as after a crash.
update sends set
  state = case when sends.handed_over_at is not null and campaigns.stream <> 'transactional'
    then 'uncertain' else 'queued' end,
  settled_at = case when sends.handed_over_at is not null and campaigns.stream <> 'transactional'
    then now() end
from campaigns
where campaigns.organization_id = sends.organization_id and campaigns.id = sends.campaign_id
  and sends.state = 'claimed';

drop index sends_due;
drop index sends_claimed;
alter table sends
  drop constraint sends_state_check,
  drop column verdict,
  drop column code,
  drop column rule,
  drop column authorization_kind,
  drop column citations,
  drop column obligations,
  drop column reason,
  drop column attempt,
  drop column owner,
  drop column lease_until,
  drop column handed_over_at,
  drop column decided_at,
  drop column message_id,
  drop column tls_protocol,
  drop column tls_cipher,
  drop column tls_verified,
  add constraint sends_state_check check (state in
    ('queued', 'accepted', 'deferred', 'refused', 'suppressed', 'failed', 'uncertain'));
-- a row is rewritten in its page, without touching an index
alter table sends set (fillfactor = 60);

insert into send_batches (bucket, organization_id, campaign_id, number, from_contact, to_contact,
  waiting)
select bucket, organization_id, campaign_id, (place / 500)::integer,
  -- there is no min(uuid) before PostgreSQL 18
  (array_agg(contact_id order by contact_id))[1],
  (array_agg(contact_id order by contact_id desc))[1], count(*)
from (
  select sends.bucket, sends.organization_id, sends.campaign_id, sends.contact_id,
    row_number() over (partition by sends.bucket, sends.organization_id, sends.campaign_id
      order by sends.contact_id) - 1 as place
  from sends
  join campaigns on campaigns.organization_id = sends.organization_id
    and campaigns.id = sends.campaign_id
  where campaigns.state in ('running', 'paused') and sends.state in ('queued', 'deferred')
) as waiting
group by 1, 2, 3, 4;

-- A send with what was decided and the way that it took, in words.
create view told_sends as
select sends.bucket, sends.organization_id, sends.campaign_id, sends.contact_id, sends.state,
  ruling.verdict, ruling.code, ruling.rule, ruling.authorization_kind, sends.authorization_id,
  ruling.citations, ruling.obligations, ruling.reason, sends.deferrals, sends.due_at,
  sends.settled_at, sends.smtp_code, sends.enhanced_code, sends.reply, sends.way,
  route.site, route.host, route.peer, route.tls_protocol, route.tls_cipher, route.tls_verified
from sends
left join send_rulings ruling on ruling.id = sends.ruling
left join send_routes route on route.id = sends.route;
