-- Written by "npm run schema:dump"; a test compares it with what the migrations make.

create table attribute_definitions (
  organization_id uuid not null,
  id uuid not null,
  number integer not null,
  key text not null,
  label text not null,
  type text not null,
  sensitivity text not null,
  system text,
  identity boolean default false not null,
  deleted_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint attribute_definitions_pkey PRIMARY KEY (organization_id, id),
  constraint attribute_definitions_organization_id_key_key UNIQUE (organization_id, key),
  constraint attribute_definitions_organization_id_number_key UNIQUE (organization_id, number),
  constraint attribute_definitions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint attribute_definitions_type_check CHECK ((type = ANY (ARRAY['text'::text, 'code'::text, 'number'::text, 'date'::text, 'boolean'::text, 'list'::text])))
);

create table audit_entries (
  organization_id uuid not null,
  sequence bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  subject jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint audit_entries_pkey PRIMARY KEY (organization_id, sequence),
  constraint audit_entries_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table audit_heads (
  organization_id uuid not null,
  sequence bigint not null,
  hash bytea not null,
  constraint audit_heads_pkey PRIMARY KEY (organization_id),
  constraint audit_heads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table campaigns (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  state text not null,
  goal text,
  segment_id uuid,
  template_id uuid,
  interview jsonb not null,
  stream text not null,
  communication jsonb,
  template_version integer,
  segment_tree jsonb,
  audience integer,
  held_reason text,
  held_until timestamp with time zone,
  version integer default 1 not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  launched_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint campaigns_pkey PRIMARY KEY (organization_id, id),
  constraint campaigns_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint campaigns_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'running'::text, 'paused'::text, 'done'::text, 'cancelled'::text]))),
  constraint campaigns_stream_check CHECK ((stream = ANY (ARRAY['marketing'::text, 'transactional'::text])))
);

create table consent_events (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  id uuid not null,
  kind text not null,
  fact jsonb not null,
  source text not null,
  actor text not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone default now() not null,
  constraint consent_events_pkey PRIMARY KEY (bucket, organization_id, contact_id, id)
);

create table contact_keys (
  bucket smallint not null,
  organization_id uuid not null,
  kind text not null,
  token bytea not null,
  contact_id uuid not null,
  constraint contact_keys_pkey PRIMARY KEY (bucket, organization_id, kind, token, contact_id),
  constraint contact_keys_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text, 'record_number'::text])))
);

create table contact_values (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  attribute integer not null,
  ordinal smallint not null,
  token bytea,
  ancestor boolean default false not null,
  number double precision,
  day date,
  flag boolean,
  constraint contact_values_pkey PRIMARY KEY (bucket, organization_id, contact_id, attribute, ordinal)
);

create table contacts (
  bucket smallint not null,
  organization_id uuid not null,
  id uuid not null,
  identity_sealed bytea not null,
  values_sealed bytea not null,
  has_email boolean not null,
  content_hash bytea not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint contacts_pkey PRIMARY KEY (bucket, organization_id, id)
);

create table dkim_keys (
  organization_id uuid not null,
  id uuid not null,
  domain text not null,
  selector text not null,
  public_key text not null,
  private_key_sealed bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint dkim_keys_pkey PRIMARY KEY (organization_id, id),
  constraint dkim_keys_organization_id_domain_selector_key UNIQUE (organization_id, domain, selector),
  constraint dkim_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table events (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  campaign_id uuid not null,
  id uuid not null,
  kind text not null,
  link integer,
  machine boolean default false not null,
  at timestamp with time zone not null,
  constraint events_pkey PRIMARY KEY (bucket, organization_id, at, id),
  constraint events_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'click'::text, 'unsubscribe'::text])))
) partition by RANGE (at);

create table events_default (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  campaign_id uuid not null,
  id uuid not null,
  kind text not null,
  link integer,
  machine boolean default false not null,
  at timestamp with time zone not null,
  constraint events_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'click'::text, 'unsubscribe'::text])))
) partition of events DEFAULT;

create table idempotency_keys (
  organization_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  answer_sealed bytea,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (organization_id, key),
  constraint idempotency_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table import_chunks (
  organization_id uuid not null,
  import_id uuid not null,
  ordinal integer not null,
  sealed bytea not null,
  constraint import_chunks_pkey PRIMARY KEY (organization_id, import_id, ordinal)
);

create table import_marks (
  organization_id uuid not null,
  import_id uuid not null,
  mark bytea not null,
  constraint import_marks_pkey PRIMARY KEY (organization_id, import_id, mark)
);

create table import_rejects (
  organization_id uuid not null,
  import_id uuid not null,
  line integer not null,
  reason text not null,
  row_sealed bytea not null,
  constraint import_rejects_pkey PRIMARY KEY (organization_id, import_id, line)
);

create table imports (
  organization_id uuid not null,
  id uuid not null,
  name_sealed bytea not null,
  state text not null,
  dialect jsonb not null,
  columns_sealed bytea not null,
  mapping jsonb,
  bytes bigint not null,
  bytes_done bigint default 0 not null,
  lines_done integer default 0 not null,
  rows_done integer default 0 not null,
  created integer default 0 not null,
  updated integer default 0 not null,
  unchanged integer default 0 not null,
  rejected integer default 0 not null,
  problem text,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint imports_pkey PRIMARY KEY (organization_id, id),
  constraint imports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'uploaded'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

create table organizations (
  id uuid not null,
  number integer not null,
  name text not null,
  postal_address text not null,
  from_name text not null,
  from_address text not null,
  sending_domain text not null,
  profile text not null,
  sender jsonb not null,
  transport jsonb not null,
  data_key_wrapped bytea not null,
  demonstration boolean default false not null,
  version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_number_key UNIQUE (number),
  constraint organizations_profile_check CHECK ((profile = ANY (ARRAY['law'::text, 'strict'::text])))
);

create table sandbox_messages (
  organization_id uuid not null,
  id uuid not null,
  source_sealed bytea not null,
  size integer not null,
  dkim text not null,
  tls_protocol text,
  tls_cipher text,
  campaign_id uuid,
  received_at timestamp with time zone default now() not null,
  constraint sandbox_messages_pkey PRIMARY KEY (organization_id, id),
  constraint sandbox_messages_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table segments (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  tree jsonb not null,
  version integer default 1 not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  constraint segments_pkey PRIMARY KEY (organization_id, id),
  constraint segments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table sends (
  bucket smallint not null,
  organization_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  state text not null,
  verdict text,
  code text,
  rule integer,
  authorization_kind text,
  authorization_id uuid,
  citations text[],
  obligations text[],
  reason text,
  attempt integer default 0 not null,
  deferrals smallint default 0 not null,
  owner uuid,
  lease_until timestamp with time zone,
  handed_over_at timestamp with time zone,
  due_at timestamp with time zone default now() not null,
  decided_at timestamp with time zone,
  settled_at timestamp with time zone,
  message_id text,
  smtp_code integer,
  enhanced_code text,
  tls_protocol text,
  tls_cipher text,
  tls_verified text,
  constraint sends_pkey PRIMARY KEY (bucket, organization_id, campaign_id, contact_id),
  constraint sends_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'claimed'::text, 'accepted'::text, 'deferred'::text, 'refused'::text, 'suppressed'::text, 'failed'::text, 'uncertain'::text])))
);

create table sessions (
  token_hash bytea not null,
  user_id uuid not null,
  created_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (token_hash),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table template_versions (
  organization_id uuid not null,
  template_id uuid not null,
  version integer not null,
  subject text not null,
  preheader text not null,
  mjml text not null,
  text_source text not null,
  html text not null,
  text text not null,
  fields jsonb not null,
  links jsonb not null,
  sensitivity text,
  caused_by text,
  created_at timestamp with time zone default now() not null,
  constraint template_versions_pkey PRIMARY KEY (organization_id, template_id, version)
);

create table templates (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  version integer default 1 not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  constraint templates_pkey PRIMARY KEY (organization_id, id),
  constraint templates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table users (
  id uuid not null,
  organization_id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  password_hash text not null,
  failed_sign_ins integer default 0 not null,
  locked_until timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email),
  constraint users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

CREATE INDEX campaigns_running ON public.campaigns USING btree (id) WHERE (state = 'running'::text);

CREATE INDEX contact_keys_contact ON public.contact_keys USING btree (organization_id, contact_id);

CREATE UNIQUE INDEX contact_keys_record ON public.contact_keys USING btree (bucket, organization_id, token) WHERE (kind = 'record_number'::text);

CREATE INDEX contact_values_day ON public.contact_values USING btree (organization_id, attribute, day, bucket, contact_id) WHERE (day IS NOT NULL);

CREATE INDEX contact_values_number ON public.contact_values USING btree (organization_id, attribute, number, bucket, contact_id) WHERE (number IS NOT NULL);

CREATE INDEX contact_values_token ON public.contact_values USING btree (organization_id, attribute, token, bucket, contact_id) WHERE (token IS NOT NULL);

CREATE INDEX contacts_newest ON public.contacts USING btree (organization_id, id DESC);

CREATE INDEX events_campaign ON ONLY public.events USING btree (organization_id, campaign_id, kind);

CREATE INDEX events_contact ON ONLY public.events USING btree (bucket, organization_id, contact_id, at);

CREATE INDEX events_default_bucket_organization_id_contact_id_at_idx ON public.events_default USING btree (bucket, organization_id, contact_id, at);

CREATE INDEX events_default_organization_id_campaign_id_kind_idx ON public.events_default USING btree (organization_id, campaign_id, kind);

CREATE INDEX sandbox_messages_recent ON public.sandbox_messages USING btree (organization_id, received_at DESC, id DESC);

CREATE INDEX sends_claimed ON public.sends USING btree (organization_id, campaign_id, lease_until) WHERE (state = 'claimed'::text);

CREATE INDEX sends_contact ON public.sends USING btree (bucket, organization_id, contact_id);

CREATE INDEX sends_due ON public.sends USING btree (organization_id, campaign_id, bucket, due_at) WHERE (state = ANY (ARRAY['queued'::text, 'deferred'::text]));

CREATE INDEX sessions_user ON public.sessions USING btree (user_id);
