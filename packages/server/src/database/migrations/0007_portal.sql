-- Portal pick-up: messages that may not travel without TLS wait here, sealed, until their reader
-- has identified themself.

-- The portal's part of the settings; what is missing has the defaults of portal-settings.ts.
alter table organizations
  add column portal jsonb not null default '{}',
  add column portal_version integer not null default 1;

create table portal_messages (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- what the link names; another one makes every link before it worthless
  link_id uuid not null,
  -- subject, HTML and text in one; null once it expired or was withdrawn
  sealed bytea,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  -- evidence of access: the first time, the latest, and how often
  read_at timestamptz,
  last_read_at timestamptz,
  reads integer not null default 0,
  -- wrong tries in a row; the fifth locks
  tries smallint not null default 0,
  locked_at timestamptz,
  -- after a lock that ended by itself only a code counts, until staff gives a new link
  secret_barred boolean not null default false,
  code_hash bytea,
  code_expires_at timestamptz,
  code_sent_at timestamptz,
  codes_sent smallint not null default 0,
  created_at timestamptz not null default now(),
  primary key (bucket, organization_id, contact_id, id),
  unique (bucket, organization_id, contact_id, campaign_id)
);
-- newest first: the ids begin with their time
create index portal_messages_newest on portal_messages (organization_id, id desc);
create index portal_messages_expiring on portal_messages (expires_at) where sealed is not null;

create table portal_replies (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  sealed bytea not null,
  read_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (bucket, organization_id, contact_id, id)
);
create index portal_replies_newest on portal_replies (organization_id, id desc);
create index portal_replies_message
  on portal_replies (bucket, organization_id, contact_id, message_id);

-- A word or sentence agreed with the person, as argon2id hash.
create table portal_secrets (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  secret_hash text not null,
  set_at timestamptz not null default now(),
  primary key (bucket, organization_id, contact_id)
);

alter table events drop constraint if exists events_kind_check;
alter table events add constraint events_kind_check
  check (kind in ('open', 'click', 'unsubscribe', 'bounce', 'complaint', 'auto_reply', 'read'));
