-- The audit ledger (45 CFR 164.312(b)). An entry is appended to audit_pending by whoever acts, without
-- any lock that another waits for; the sealer numbers it, moves it to audit_sealed and makes it a leaf
-- of a Merkle tree (RFC 9162, 2.1). Neither table refers to organizations: the check of a foreign key
-- would lock that row for every entry.
create table audit_pending (
  organization_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  actor_kind text not null,
  actor text not null,
  action text not null,
  -- ids and counts only; never a value of a patient. Text as it was hashed, so json and not jsonb
  subject json not null,
  -- an address of the staff, or the keyed hash of a recipient's
  origin text,
  purpose text,
  mac bytea not null,
  -- it was changed before it was sealed: kept as found, for verification to name
  held boolean not null default false,
  primary key (organization_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- Never changed; a row may go after six years (45 CFR 164.316(b)(2)(i)).
create table audit_sealed (
  organization_id uuid not null,
  sequence bigint not null,
  at timestamptz not null,
  -- null: taken over from the chain that was kept before
  id uuid,
  actor_kind text not null,
  actor text not null,
  action text not null,
  subject json not null,
  origin text,
  purpose text,
  mac bytea not null,
  primary key (organization_id, sequence)
);

insert into audit_sealed (organization_id, sequence, at, actor_kind, actor, action, subject, mac)
select organization_id, sequence, at,
       case when actor in ('system', 'recipient') then actor else 'person' end,
       actor, action, subject::text::json, hash
from audit_entries order by organization_id, sequence;
drop table audit_entries;

-- Ids of contacts and campaigns are unique by themselves, so these need no organization.
create index audit_sealed_contact on audit_sealed ((subject->>'contactId'), sequence)
  where subject->>'contactId' is not null;
create index audit_sealed_campaign on audit_sealed ((subject->>'campaignId'), sequence)
  where subject->>'campaignId' is not null;
create index audit_sealed_actor on audit_sealed (organization_id, actor, sequence);
create index audit_sealed_action on audit_sealed (organization_id, action, sequence);
-- time nearly follows the number: a few pages find where a day begins
create index audit_sealed_at on audit_sealed using brin (at) with (pages_per_range = 32);

-- How far the numbers and the tree go. Its row is locked by the sealer alone.
alter table audit_heads drop constraint audit_heads_organization_id_fkey;
alter table audit_heads alter column hash drop not null;
-- entries of the chain that was kept before, which ends in hash
alter table audit_heads add column chained bigint not null default 0;
alter table audit_heads add column tree_size bigint not null default 0;
update audit_heads set chained = sequence;

-- The tree's hashes, as in C2SP's tlog-tiles: up to 256 of a level in a row, 32 bytes each.
create table audit_tiles (
  organization_id uuid not null,
  index bigint not null,
  level smallint not null,
  hashes bytea not null,
  primary key (organization_id, level, index)
);
alter table audit_tiles alter column hashes set storage external;

-- The last signed checkpoint of each day (UTC).
create table audit_checkpoints (
  organization_id uuid not null,
  day date not null,
  size bigint not null,
  note text not null,
  primary key (organization_id, day)
);

create view audit_entries as
select organization_id, sequence, at, id, actor_kind, actor, action, subject, origin, purpose
from audit_sealed
union all
select organization_id, null, at, id, actor_kind, actor, action, subject, origin, purpose
from audit_pending;

create function keep_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.at < now() - interval '6 years' then
      return old;
    end if;
    raise exception 'Entries of the audit ledger are kept for six years (45 CFR 164.316(b)(2)(i)).';
  end if;
  raise exception 'Entries of the audit ledger are not changed.';
end $$;
create trigger keep_audit before update or delete on audit_sealed
  for each row execute function keep_audit();
create trigger keep_audit_whole before truncate on audit_sealed
  for each statement execute function keep_audit();

-- Where the ledger is told on: a syslog server or a webhook. What is sealed: the address, the
-- certificate authority or the secret.
create table audit_forwards (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  kind text not null check (kind in ('syslog', 'webhook')),
  name text not null,
  target_sealed bytea not null,
  -- the last entry that arrived
  sent bigint not null,
  failures integer not null default 0,
  problem text,
  tried_at timestamptz,
  next_at timestamptz not null default now(),
  arrived_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
