-- The relay's tables. Big tables (contacts, their values, keys and consent, sends, events) have
-- `bucket` first in the primary key, ids made by the application, and no foreign key across
-- buckets, so that the same SQL runs on a sharded cluster.

create table organizations (
  id uuid primary key,
  -- opaque routing number for tracking links; says nothing of the organization
  number integer not null unique,
  name text not null,
  postal_address text not null,
  from_name text not null,
  from_address text not null,
  sending_domain text not null,
  profile text not null check (profile in ('law', 'strict')),
  sender jsonb not null,
  transport jsonb not null,
  data_key_wrapped bytea not null,
  demonstration boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now()
);

create table dkim_keys (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  domain text not null,
  selector text not null,
  public_key text not null,
  private_key_sealed bytea not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, domain, selector)
);

create table users (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  email text not null unique,
  name text not null,
  role text not null,
  password_hash text not null,
  failed_sign_ins integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now()
);

create table sessions (
  token_hash bytea primary key,
  user_id uuid not null references users (id),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_user on sessions (user_id);

create table idempotency_keys (
  organization_id uuid not null references organizations (id),
  key text not null,
  request_hash bytea not null,
  status integer,
  answer_sealed bytea,
  created_at timestamptz not null default now(),
  primary key (organization_id, key)
);

create table attribute_definitions (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  -- a small number stands for the definition in the big tables
  number integer not null,
  key text not null,
  label text not null,
  type text not null check (type in ('text', 'code', 'number', 'date', 'boolean', 'list')),
  sensitivity text not null,
  system text,
  identity boolean not null default false,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, key),
  unique (organization_id, number)
);

create table contacts (
  bucket smallint not null,
  organization_id uuid not null,
  id uuid not null,
  -- direct identifiers, 45 CFR 164.514(e)(2), and displayed values: AES-256-GCM, bound to the row
  identity_sealed bytea not null,
  values_sealed bytea not null,
  has_email boolean not null,
  -- keyed hash of the last content, so that the same row imported again changes nothing
  content_hash bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (bucket, organization_id, id)
);
-- newest first: the ids begin with their time
create index contacts_newest on contacts (organization_id, id desc);

-- Blind index: keyed hashes of email, phone and record number. `bucket` is that of the token, so
-- uniqueness holds within one shard; the contact's own bucket follows from its id.
create table contact_keys (
  bucket smallint not null,
  organization_id uuid not null,
  kind text not null check (kind in ('email', 'phone', 'record_number')),
  token bytea not null,
  contact_id uuid not null,
  primary key (bucket, organization_id, kind, token, contact_id)
);
create unique index contact_keys_record on contact_keys (bucket, organization_id, token)
  where kind = 'record_number';
create index contact_keys_contact on contact_keys (organization_id, contact_id);

-- One row for each value of a contact: a token for text and code (its ancestors too), the number
-- or the day in plain.
create table contact_values (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  attribute integer not null,
  -- the value itself, or the place in a list; ancestors of a code count on below zero
  ordinal smallint not null,
  token bytea,
  ancestor boolean not null default false,
  number double precision,
  day date,
  flag boolean,
  primary key (bucket, organization_id, contact_id, attribute, ordinal)
);
create index contact_values_token on contact_values (organization_id, attribute, token, bucket, contact_id)
  where token is not null;
create index contact_values_number on contact_values (organization_id, attribute, number, bucket, contact_id)
  where number is not null;
create index contact_values_day on contact_values (organization_id, attribute, day, bucket, contact_id)
  where day is not null;

create table consent_events (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  id uuid not null,
  kind text not null,
  fact jsonb not null,
  source text not null,
  actor text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (bucket, organization_id, contact_id, id)
);

create table imports (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  name_sealed bytea not null,
  state text not null check (state in ('uploading', 'uploaded', 'running', 'done', 'failed')),
  dialect jsonb not null,
  -- column headings of the file, sealed: a heading can be anything, a name too
  columns_sealed bytea not null,
  mapping jsonb,
  bytes bigint not null,
  -- where the next batch begins: moved in the transaction that writes the batch before
  bytes_done bigint not null default 0,
  lines_done integer not null default 0,
  rows_done integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,
  problem text,
  -- null: from the command line
  created_by uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (organization_id, id)
);

create table import_chunks (
  organization_id uuid not null,
  import_id uuid not null,
  ordinal integer not null,
  sealed bytea not null,
  primary key (organization_id, import_id, ordinal)
);

-- Whom the rows of a running import were about, so that no later row of the same file is taken for
-- news of them: the id of each contact that a row was applied to, and the token of a record number
-- that only a rejected row bears. Deleted with the chunks.
create table import_marks (
  organization_id uuid not null,
  import_id uuid not null,
  mark bytea not null,
  primary key (organization_id, import_id, mark)
);

create table import_rejects (
  organization_id uuid not null,
  import_id uuid not null,
  line integer not null,
  reason text not null,
  row_sealed bytea not null,
  primary key (organization_id, import_id, line)
);

create table segments (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  name text not null,
  tree jsonb not null,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (organization_id, id)
);

create table templates (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  name text not null,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (organization_id, id)
);

-- A version is frozen: a message that left can be shown again from it.
create table template_versions (
  organization_id uuid not null,
  template_id uuid not null,
  version integer not null,
  subject text not null,
  preheader text not null,
  mjml text not null,
  -- the author's plain text; empty: derived from the body
  text_source text not null,
  -- what was compiled at save: Liquid over HTML and text, links replaced by places
  html text not null,
  text text not null,
  fields jsonb not null,
  links jsonb not null,
  sensitivity text,
  caused_by text,
  created_at timestamptz not null default now(),
  primary key (organization_id, template_id, version)
);

create table campaigns (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  name text not null,
  state text not null
    check (state in ('draft', 'running', 'paused', 'done', 'cancelled')),
  goal text,
  segment_id uuid,
  template_id uuid,
  interview jsonb not null,
  stream text not null check (stream in ('marketing', 'transactional')),
  -- frozen at launch: what was decided upon
  communication jsonb,
  template_version integer,
  segment_tree jsonb,
  audience integer,
  -- why nothing leaves at the moment, in a sentence, and when it is tried again
  held_reason text,
  held_until timestamptz,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  launched_at timestamptz,
  finished_at timestamptz,
  primary key (organization_id, id)
);
create index campaigns_running on campaigns (id) where state = 'running';

-- The frozen audience: the record that must exist anyway is the queue.
create table sends (
  bucket smallint not null,
  organization_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  state text not null check (state in
    ('queued', 'claimed', 'accepted', 'deferred', 'refused', 'suppressed', 'failed', 'uncertain')),
  -- the gate's answer at dispatch (at launch for those it refused then)
  verdict text,
  code text,
  rule integer,
  authorization_kind text,
  authorization_id uuid,
  citations text[],
  obligations text[],
  reason text,
  -- fencing: who holds the row, until when, and which attempt it is
  attempt integer not null default 0,
  -- how often the other side asked to come again; the back-off follows from it
  deferrals smallint not null default 0,
  owner uuid,
  lease_until timestamptz,
  handed_over_at timestamptz,
  due_at timestamptz not null default now(),
  decided_at timestamptz,
  settled_at timestamptz,
  message_id text,
  smtp_code integer,
  enhanced_code text,
  tls_protocol text,
  tls_cipher text,
  tls_verified text,
  primary key (bucket, organization_id, campaign_id, contact_id)
);
create index sends_due on sends (organization_id, campaign_id, bucket, due_at)
  where state in ('queued', 'deferred');
create index sends_claimed on sends (organization_id, campaign_id, lease_until) where state = 'claimed';
create index sends_contact on sends (bucket, organization_id, contact_id);

create table events (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  campaign_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('open', 'click', 'unsubscribe')),
  link integer,
  -- machine: fetched by a scanner or prefetcher, as far as can be told
  machine boolean not null default false,
  at timestamptz not null,
  primary key (bucket, organization_id, at, id)
) partition by range (at);
create table events_default partition of events default;
create index events_campaign on events (organization_id, campaign_id, kind);
create index events_contact on events (bucket, organization_id, contact_id, at);

create table sandbox_messages (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  source_sealed bytea not null,
  size integer not null,
  dkim text not null,
  tls_protocol text,
  tls_cipher text,
  campaign_id uuid,
  received_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create index sandbox_messages_recent on sandbox_messages (organization_id, received_at desc, id desc);

create table audit_entries (
  organization_id uuid not null references organizations (id),
  sequence bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  -- ids and counts only; never a value of a patient
  subject jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (organization_id, sequence)
);
create table audit_heads (
  organization_id uuid primary key references organizations (id),
  sequence bigint not null,
  hash bytea not null
);
