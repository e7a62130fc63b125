-- How fast mail leaves, and what was learnt from those who receive it.

alter table organizations
  -- whose clock counts where a recipient's is not known
  add column time_zone text not null default 'UTC',
  -- marketing messages a second; null: as fast as receivers like it
  add column per_second double precision check (per_second > 0),
  add column send_window jsonb,
  add column pace_version integer not null default 1;

alter table campaigns
  add column per_second double precision check (per_second > 0),
  -- null: the organization's window, if it has one
  add column send_window jsonb;

-- What an operator wrote in place of the built-in table; `*` is everybody who is not named.
create table receivers (
  organization_id uuid not null references organizations (id),
  suffix text not null,
  label text not null,
  connections integer not null check (connections > 0),
  messages_per_connection integer not null check (messages_per_connection > 0),
  per_second double precision not null check (per_second > 0),
  tls_required boolean not null,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (organization_id, suffix)
);

-- Where mail went lately: the MX roll-up, never whose.
create table sites_seen (
  organization_id uuid not null,
  site text not null,
  messages bigint not null default 0,
  last_at timestamptz not null,
  primary key (organization_id, site)
);

-- What holds a site back now. Without an organization: for all of them.
create table site_states (
  site text not null,
  organization_id uuid,
  holds text not null check (holds in ('everything', 'marketing')),
  rule text not null,
  label text not null,
  since timestamptz not null,
  suspended_until timestamptz,
  fraction double precision not null check (fraction > 0 and fraction <= 1),
  doubles_every integer not null,
  code integer,
  enhanced text,
  -- scrubbed of whatever may name a person
  reply text not null,
  unique nulls not distinct (site, organization_id, holds)
);

-- The last few hundred changes, so that a person can see what happened and by which reply.
create table site_events (
  id uuid primary key,
  site text not null,
  organization_id uuid,
  holds text not null,
  kind text not null check (kind in ('suspended', 'slowed', 'recovered', 'released')),
  label text not null,
  fraction double precision,
  suspended_until timestamptz,
  code integer,
  enhanced text,
  reply text,
  at timestamptz not null
);
create index site_events_recent on site_events (organization_id, at desc, id desc);

create table warm_ups (
  organization_id uuid not null references organizations (id),
  -- a sending domain, or a local address from which mail leaves
  subject text not null,
  started_on date not null,
  plan jsonb not null,
  enabled boolean not null,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (organization_id, subject)
);

-- How much of a day's allowance the processes took; `day` by the organization's clock.
create table warm_up_days (
  organization_id uuid not null,
  subject text not null,
  day date not null,
  taken integer not null default 0,
  primary key (organization_id, subject, day)
);
