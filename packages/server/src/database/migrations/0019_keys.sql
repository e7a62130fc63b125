-- The keys that seal, by version. Those without a row have version 1, derived from the data key; so has
-- version 1 itself (wrapped is null). A version that is gone was destroyed.
create table seal_keys (
  organization_id uuid not null references organizations (id),
  version smallint not null check (version between 1 and 239),
  state text not null check (state in ('announced', 'current', 'old')),
  wrapped bytea,
  created_at timestamptz not null default now(),
  primary key (organization_id, version)
);
create unique index seal_keys_current on seal_keys (organization_id) where state = 'current';

-- From one version to the next: who opens keys hears of it, then everybody seals with it, then all
-- that is sealed is sealed anew, and the old one goes. generation: what each process must have heard.
create table key_rotations (
  organization_id uuid not null references organizations (id),
  version smallint not null,
  state text not null check (state in ('announced', 'current', 'sealing', 'checking', 'finished')),
  generation bigint not null,
  -- where the pass over the tables is; null: at its beginning
  position jsonb,
  -- what this pass has found and could not open or get hold of
  found bigint not null default 0,
  total bigint,
  done bigint not null default 0,
  -- transactions from before this one may hold what is sealed with the old version
  barrier xid8,
  problem text,
  started_at timestamptz not null,
  current_at timestamptz,
  finished_at timestamptz,
  primary key (organization_id, version)
);
create unique index key_rotations_running on key_rotations (organization_id)
  where state <> 'finished';

-- One row. The number grows with each change of a key, so that every process hears of it.
create table key_custody (
  one boolean primary key default true check (one),
  generation bigint not null default 0,
  rewrap_started_at timestamptz,
  rewrapped_at timestamptz,
  -- the content of the key file of which somebody said that a copy is kept elsewhere
  backup_mark text,
  backup_confirmed_at timestamptz,
  backup_confirmed_by text
);
insert into key_custody default values;

-- Processes that hold keys, and which generation they have heard of.
create table key_holders (
  id uuid primary key,
  generation bigint not null,
  seen_at timestamptz not null default now()
);

-- What remains of an organization that was destroyed.
create table destroyed_organizations (
  organization_id uuid primary key,
  certificate jsonb not null,
  destroyed_at timestamptz not null,
  rows_gone_at timestamptz
);
