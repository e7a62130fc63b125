-- Written by "npm run schema:dump"; a test compares it with what the migrations make.

CREATE OR REPLACE FUNCTION public.keep_audit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then
    if old.at < now() - interval '6 years' then
      return old;
    end if;
    raise exception 'Entries of the audit ledger are kept for six years (45 CFR 164.316(b)(2)(i)).';
  end if;
  raise exception 'Entries of the audit ledger are not changed.';
end $function$;

create table absorbed_contacts (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  absorbed_id uuid not null,
  merged_at timestamp with time zone not null,
  merged_by uuid not null,
  tokens bytea[] not null,
  constraint absorbed_contacts_pkey PRIMARY KEY (bucket, organization_id, contact_id, absorbed_id)
);

create table address_findings (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  finding text not null,
  look_id uuid not null,
  constraint address_findings_pkey PRIMARY KEY (bucket, organization_id, contact_id),
  constraint address_findings_finding_check CHECK ((finding = ANY (ARRAY['impossible'::text, 'no_mail'::text, 'role'::text, 'disposable'::text])))
);

create table api_use (
  organization_id uuid not null,
  subject_id uuid not null,
  minute timestamp with time zone not null,
  calls integer not null,
  refused integer not null,
  constraint api_use_pkey PRIMARY KEY (organization_id, subject_id, minute),
  constraint api_use_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table application_keys (
  organization_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  kind text not null,
  prefix text not null,
  secret_hash bytea,
  secret_sealed bytea,
  parent_id uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint application_keys_pkey PRIMARY KEY (organization_id, id),
  constraint application_keys_id_key UNIQUE (id),
  constraint application_keys_secret_hash_key UNIQUE (secret_hash),
  constraint application_keys_organization_id_application_id_fkey FOREIGN KEY (organization_id, application_id) REFERENCES applications(organization_id, id),
  constraint application_keys_check CHECK (((kind = 'session'::text) = (secret_sealed IS NOT NULL))),
  constraint application_keys_check1 CHECK (((kind = 'session'::text) = (secret_hash IS NULL))),
  constraint application_keys_kind_check CHECK ((kind = ANY (ARRAY['key'::text, 'client'::text, 'session'::text])))
);

create table application_networks (
  organization_id uuid not null,
  application_id uuid not null,
  network text not null,
  first_seen_at timestamp with time zone not null,
  constraint application_networks_pkey PRIMARY KEY (organization_id, application_id, network),
  constraint application_networks_organization_id_application_id_fkey FOREIGN KEY (organization_id, application_id) REFERENCES applications(organization_id, id)
);

create table application_nonces (
  nonce_hash bytea not null,
  organization_id uuid not null,
  expires_at timestamp with time zone not null,
  constraint application_nonces_pkey PRIMARY KEY (nonce_hash)
);

create table application_tokens (
  token_hash bytea not null,
  organization_id uuid not null,
  application_id uuid not null,
  key_id uuid,
  permissions text[] not null,
  expires_at timestamp with time zone not null,
  constraint application_tokens_pkey PRIMARY KEY (token_hash),
  constraint application_tokens_organization_id_application_id_fkey FOREIGN KEY (organization_id, application_id) REFERENCES applications(organization_id, id)
);

create table applications (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  owner_id uuid not null,
  permissions text[] not null,
  highest_class text,
  ways text[] not null,
  addresses text[] not null,
  per_minute integer,
  public_keys jsonb,
  created_at timestamp with time zone not null,
  first_used_at timestamp with time zone,
  restricted_at timestamp with time zone,
  restricted_why text,
  restricted_network text,
  released_at timestamp with time zone,
  ended_at timestamp with time zone,
  version integer default 1 not null,
  constraint applications_pkey PRIMARY KEY (organization_id, id),
  constraint applications_id_key UNIQUE (id),
  constraint applications_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint applications_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id),
  constraint applications_check CHECK (((restricted_at IS NULL) = (restricted_why IS NULL))),
  constraint applications_per_minute_check CHECK ((per_minute >= 1)),
  constraint applications_restricted_why_check CHECK ((restricted_why = ANY (ARRAY['volume'::text, 'address'::text, 'refusals'::text]))),
  constraint applications_ways_check CHECK (((cardinality(ways) >= 1) AND (ways <@ ARRAY['key'::text, 'oauth'::text, 'basic'::text, 'signed'::text])))
);

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

create table attribute_values (
  organization_id uuid not null,
  attribute integer not null,
  token bytea not null,
  number integer not null,
  under integer[] default '{}'::integer[] not null,
  constraint attribute_values_pkey PRIMARY KEY (organization_id, attribute, token),
  constraint attribute_values_organization_id_attribute_number_key UNIQUE (organization_id, attribute, number)
);

create table audit_checkpoints (
  organization_id uuid not null,
  day date not null,
  size bigint not null,
  note text not null,
  constraint audit_checkpoints_pkey PRIMARY KEY (organization_id, day)
);

create table audit_forwards (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  target_sealed bytea not null,
  sent bigint not null,
  failures integer default 0 not null,
  problem text,
  tried_at timestamp with time zone,
  next_at timestamp with time zone default now() not null,
  arrived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint audit_forwards_pkey PRIMARY KEY (organization_id, id),
  constraint audit_forwards_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint audit_forwards_kind_check CHECK ((kind = ANY (ARRAY['syslog'::text, 'webhook'::text])))
);

create table audit_heads (
  organization_id uuid not null,
  sequence bigint not null,
  hash bytea,
  chained bigint default 0 not null,
  tree_size bigint default 0 not null,
  constraint audit_heads_pkey PRIMARY KEY (organization_id)
);

create table audit_pending (
  organization_id uuid not null,
  at timestamp with time zone not null,
  id uuid not null,
  actor_kind text not null,
  actor text not null,
  action text not null,
  subject json not null,
  origin text,
  purpose text,
  mac bytea not null,
  held boolean default false not null,
  constraint audit_pending_pkey PRIMARY KEY (organization_id, id)
);

create table audit_sealed (
  organization_id uuid not null,
  sequence bigint not null,
  at timestamp with time zone not null,
  id uuid,
  actor_kind text not null,
  actor text not null,
  action text not null,
  subject json not null,
  origin text,
  purpose text,
  mac bytea not null,
  constraint audit_sealed_pkey PRIMARY KEY (organization_id, sequence)
);

create table audit_tiles (
  organization_id uuid not null,
  index bigint not null,
  level smallint not null,
  hashes bytea not null,
  constraint audit_tiles_pkey PRIMARY KEY (organization_id, level, index)
);

create table authorization_forms (
  organization_id uuid not null,
  id uuid not null,
  version integer not null,
  state text not null,
  content jsonb not null,
  revision integer default 1 not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  published_at timestamp with time zone,
  constraint authorization_forms_pkey PRIMARY KEY (organization_id, id, version),
  constraint authorization_forms_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint authorization_forms_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text])))
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
  per_second double precision,
  send_window jsonb,
  number integer generated by default as identity not null,
  topic_id uuid,
  constraint campaigns_pkey PRIMARY KEY (organization_id, id),
  constraint campaigns_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint campaigns_per_second_check CHECK ((per_second > (0)::double precision)),
  constraint campaigns_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'running'::text, 'paused'::text, 'done'::text, 'cancelled'::text]))),
  constraint campaigns_stream_check CHECK ((stream = ANY (ARRAY['marketing'::text, 'transactional'::text])))
);

create table confirmations (
  bucket smallint not null,
  organization_id uuid not null,
  address_hash bytea not null,
  id uuid not null,
  form_id uuid,
  contact_id uuid,
  sealed bytea,
  shown uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  constraint confirmations_pkey PRIMARY KEY (bucket, organization_id, address_hash, id)
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
  shown uuid,
  evidence_sealed bytea,
  words_sealed bytea,
  constraint consent_events_pkey PRIMARY KEY (bucket, organization_id, contact_id, id)
);

create table consent_import_rows (
  organization_id uuid not null,
  import_id uuid not null,
  line integer not null,
  verdict text not null,
  report_sealed bytea not null,
  constraint consent_import_rows_pkey PRIMARY KEY (organization_id, import_id, line),
  constraint consent_import_rows_verdict_check CHECK ((verdict = ANY (ARRAY['rejected'::text, 'no_effect'::text])))
);

create table consent_imports (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  state text not null,
  name_sealed bytea not null,
  dialect jsonb not null,
  columns_sealed bytea not null,
  bytes bigint default 0 not null,
  bytes_done bigint default 0 not null,
  lines_done integer default 0 not null,
  rows_read integer default 0 not null,
  valid integer default 0 not null,
  known integer default 0 not null,
  rejected integer default 0 not null,
  no_effect integer default 0 not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  constraint consent_imports_pkey PRIMARY KEY (organization_id, id),
  constraint consent_imports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint consent_imports_kind_check CHECK ((kind = ANY (ARRAY['consents'::text, 'suppressions'::text]))),
  constraint consent_imports_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'checking'::text, 'checked'::text, 'writing'::text, 'done'::text, 'dropped'::text])))
);

create table consent_texts (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  language text not null,
  version integer not null,
  body text not null,
  created_at timestamp with time zone default now() not null,
  constraint consent_texts_pkey PRIMARY KEY (organization_id, id),
  constraint consent_texts_organization_id_kind_language_version_key UNIQUE (organization_id, kind, language, version),
  constraint consent_texts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table contact_keys (
  bucket smallint not null,
  organization_id uuid not null,
  kind text not null,
  token bytea not null,
  contact_id uuid not null,
  sharer uuid generated always as (
CASE
    WHEN (kind = 'record_number'::text) THEN '00000000-0000-0000-0000-000000000000'::uuid
    ELSE contact_id
END) stored not null,
  constraint contact_keys_pkey PRIMARY KEY (bucket, token, sharer),
  constraint contact_keys_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text, 'record_number'::text])))
);

create table contact_pages (
  bucket smallint not null,
  organization_id uuid not null,
  attribute integer not null,
  page smallint not null,
  data bytea not null,
  constraint contact_pages_pkey PRIMARY KEY (bucket, organization_id, attribute, page)
);

create table contact_writers (
  organization_id uuid not null,
  version bigint not null,
  constraint contact_writers_pkey PRIMARY KEY (organization_id)
);

create table contacts (
  bucket smallint not null,
  organization_id uuid not null,
  id uuid not null,
  identity_sealed bytea not null,
  values_sealed bytea not null,
  has_email boolean not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  place integer,
  import_id uuid,
  constraint contacts_pkey PRIMARY KEY (bucket, organization_id, id)
);

create table deleted_contacts (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  tokens bytea[] not null,
  deleted_at timestamp with time zone not null,
  constraint deleted_contacts_pkey PRIMARY KEY (bucket, organization_id, contact_id)
);

create table destroyed_organizations (
  organization_id uuid not null,
  certificate jsonb not null,
  destroyed_at timestamp with time zone not null,
  rows_gone_at timestamp with time zone,
  constraint destroyed_organizations_pkey PRIMARY KEY (organization_id)
);

create table devices (
  user_id uuid not null,
  device_hash bytea not null,
  id uuid not null,
  browser text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  acknowledged_at timestamp with time zone,
  constraint devices_pkey PRIMARY KEY (user_id, device_hash),
  constraint devices_id_key UNIQUE (id),
  constraint devices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table directory_groups (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  external_id text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint directory_groups_pkey PRIMARY KEY (organization_id, id),
  constraint directory_groups_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table directory_members (
  organization_id uuid not null,
  group_id uuid not null,
  user_id uuid not null,
  constraint directory_members_pkey PRIMARY KEY (organization_id, group_id, user_id),
  constraint directory_members_organization_id_group_id_fkey FOREIGN KEY (organization_id, group_id) REFERENCES directory_groups(organization_id, id) ON DELETE CASCADE,
  constraint directory_members_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES directory_users(organization_id, user_id) ON DELETE CASCADE
);

create table directory_users (
  organization_id uuid not null,
  user_id uuid not null,
  external_id text,
  given_name text not null,
  family_name text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint directory_users_pkey PRIMARY KEY (organization_id, user_id),
  constraint directory_users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint directory_users_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table dkim_keys (
  organization_id uuid not null,
  id uuid not null,
  domain text not null,
  selector text not null,
  public_key text not null,
  private_key_sealed bytea not null,
  created_at timestamp with time zone default now() not null,
  algorithm text default 'rsa-sha256'::text not null,
  state text default 'active'::text not null,
  retired_at timestamp with time zone,
  constraint dkim_keys_pkey PRIMARY KEY (organization_id, id),
  constraint dkim_keys_organization_id_domain_selector_key UNIQUE (organization_id, domain, selector),
  constraint dkim_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint dkim_keys_algorithm_check CHECK ((algorithm = ANY (ARRAY['rsa-sha256'::text, 'ed25519-sha256'::text]))),
  constraint dkim_keys_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'retired'::text])))
);

create table domain_checks (
  organization_id uuid not null,
  stream text not null,
  kind text not null,
  subject text not null,
  state text not null,
  sentence text not null,
  records jsonb not null,
  checked_at timestamp with time zone not null,
  constraint domain_checks_pkey PRIMARY KEY (organization_id, stream, kind, subject),
  constraint domain_checks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint domain_checks_kind_check CHECK ((kind = ANY (ARRAY['spf'::text, 'dkim'::text, 'dmarc'::text, 'mx'::text, 'ptr'::text, 'blocklist'::text]))),
  constraint domain_checks_state_check CHECK ((state = ANY (ARRAY['ok'::text, 'wrong'::text, 'missing'::text, 'unknown'::text]))),
  constraint domain_checks_stream_check CHECK ((stream = ANY (ARRAY['marketing'::text, 'transactional'::text])))
);

create table domain_verdicts (
  organization_id uuid not null,
  token bytea not null,
  takes_mail boolean,
  checked_at timestamp with time zone not null,
  constraint domain_verdicts_pkey PRIMARY KEY (organization_id, token)
);

create table duplicate_pairs (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  other_id uuid not null,
  reasons text[] not null,
  surety text not null,
  found_at timestamp with time zone not null,
  look_id uuid not null,
  apart_by uuid,
  apart_at timestamp with time zone,
  constraint duplicate_pairs_pkey PRIMARY KEY (bucket, organization_id, contact_id, other_id),
  constraint duplicate_pairs_surety_check CHECK ((surety = ANY (ARRAY['sure'::text, 'likely'::text, 'possible'::text])))
);

create table emergency_access (
  organization_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  reason_sealed bytea not null,
  up_to text not null,
  begun_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  noticed_at timestamp with time zone,
  reviewed_at timestamp with time zone,
  reviewed_by uuid,
  review_sealed bytea,
  constraint emergency_access_pkey PRIMARY KEY (organization_id, id),
  constraint emergency_access_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint emergency_access_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES users(id),
  constraint emergency_access_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint emergency_access_check CHECK (((ends_at > begun_at) AND (ends_at <= (begun_at + '08:00:00'::interval))))
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
  constraint events_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'click'::text, 'unsubscribe'::text, 'bounce'::text, 'complaint'::text, 'auto_reply'::text, 'read'::text])))
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
  constraint events_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'click'::text, 'unsubscribe'::text, 'bounce'::text, 'complaint'::text, 'auto_reply'::text, 'read'::text])))
) partition of events DEFAULT;

create table export_chunks (
  organization_id uuid not null,
  export_id uuid not null,
  ordinal integer not null,
  sealed bytea not null,
  constraint export_chunks_pkey PRIMARY KEY (organization_id, export_id, ordinal)
);

create table exports (
  organization_id uuid not null,
  id uuid not null,
  segment_id uuid not null,
  tree jsonb not null,
  attributes text[] not null,
  purpose text not null,
  note_sealed bytea,
  state text not null,
  run_id uuid,
  buckets_done integer default 0 not null,
  rows integer default 0 not null,
  bytes bigint default 0 not null,
  chunks integer default 0 not null,
  problem text,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  expires_at timestamp with time zone,
  constraint exports_pkey PRIMARY KEY (organization_id, id),
  constraint exports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint exports_purpose_check CHECK ((purpose = ANY (ARRAY['treatment_operations'::text, 'quality_review'::text, 'mail_house'::text, 'patient_request'::text, 'audit'::text, 'other'::text]))),
  constraint exports_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'expired'::text, 'deleted'::text])))
);

create table frequency_caps (
  organization_id uuid not null,
  stream text not null,
  period text not null,
  most integer,
  version integer default 1 not null,
  constraint frequency_caps_pkey PRIMARY KEY (organization_id, stream),
  constraint frequency_caps_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint frequency_caps_most_check CHECK ((most > 0)),
  constraint frequency_caps_period_check CHECK ((period = ANY (ARRAY['day'::text, 'week'::text, 'month'::text]))),
  constraint frequency_caps_stream_check CHECK ((stream = ANY (ARRAY['marketing'::text, 'transactional'::text])))
);

create table hygiene_looks (
  organization_id uuid not null,
  id uuid not null,
  state text not null,
  step text not null,
  done integer default 0 not null,
  total integer default 0 not null,
  contacts integer default 0 not null,
  domains_unknown integer default 0 not null,
  domains_asked boolean default false not null,
  version bigint not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint hygiene_looks_pkey PRIMARY KEY (organization_id),
  constraint hygiene_looks_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text]))),
  constraint hygiene_looks_step_check CHECK ((step = ANY (ARRAY['contacts'::text, 'domains'::text, 'pairs'::text])))
);

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
  reason text,
  row_sealed bytea not null,
  rows integer default 1 not null,
  constraint import_rejects_pkey PRIMARY KEY (organization_id, import_id, line)
);

create table import_warnings (
  organization_id uuid not null,
  import_id uuid not null,
  line integer not null,
  rows integer not null,
  rows_sealed bytea not null,
  constraint import_warnings_pkey PRIMARY KEY (organization_id, import_id, line)
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
  source text,
  addresses text default 'keep'::text not null,
  impossible_addresses integer default 0 not null,
  role_addresses integer default 0 not null,
  disposable_addresses integer default 0 not null,
  number_marks integer default 0 not null,
  worked_ms bigint default 0 not null,
  waiting text,
  constraint imports_pkey PRIMARY KEY (organization_id, id),
  constraint imports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint imports_addresses_check CHECK ((addresses = ANY (ARRAY['keep'::text, 'drop'::text]))),
  constraint imports_source_check CHECK ((source = ANY (ARRAY['own_records'::text, 'sign_up'::text, 'event'::text, 'partner'::text]))),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'uploaded'::text, 'running'::text, 'paused'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);

create table invitations (
  organization_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  email text not null,
  name text not null,
  roles text[] not null,
  invited_by uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint invitations_pkey PRIMARY KEY (organization_id, id),
  constraint invitations_token_hash_key UNIQUE (token_hash),
  constraint invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES users(id),
  constraint invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint invitations_roles_check CHECK ((cardinality(roles) >= 1))
);

create table kept_refusals (
  bucket smallint not null,
  organization_id uuid not null,
  token bytea not null,
  scope text not null,
  since timestamp with time zone not null,
  constraint kept_refusals_pkey PRIMARY KEY (bucket, organization_id, token, scope)
);

create table key_custody (
  one boolean default true not null,
  generation bigint default 0 not null,
  rewrap_started_at timestamp with time zone,
  rewrapped_at timestamp with time zone,
  backup_mark text,
  backup_confirmed_at timestamp with time zone,
  backup_confirmed_by text,
  constraint key_custody_pkey PRIMARY KEY (one),
  constraint key_custody_one_check CHECK (one)
);

create table key_holders (
  id uuid not null,
  generation bigint not null,
  seen_at timestamp with time zone default now() not null,
  constraint key_holders_pkey PRIMARY KEY (id)
);

create table key_rotations (
  organization_id uuid not null,
  version smallint not null,
  state text not null,
  generation bigint not null,
  "position" jsonb,
  found bigint default 0 not null,
  total bigint,
  done bigint default 0 not null,
  barrier xid8,
  problem text,
  started_at timestamp with time zone not null,
  current_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint key_rotations_pkey PRIMARY KEY (organization_id, version),
  constraint key_rotations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint key_rotations_state_check CHECK ((state = ANY (ARRAY['announced'::text, 'current'::text, 'sealing'::text, 'checking'::text, 'finished'::text])))
);

create table merged_contacts (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  into_id uuid not null,
  merged_at timestamp with time zone not null,
  merged_by uuid not null,
  content_sealed bytea,
  constraint merged_contacts_pkey PRIMARY KEY (bucket, organization_id, contact_id)
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
  time_zone text default 'UTC'::text not null,
  per_second double precision,
  send_window jsonb,
  pace_version integer default 1 not null,
  portal jsonb default '{}'::jsonb not null,
  portal_version integer default 1 not null,
  segments_made integer default 0 not null,
  idle_minutes integer default 15 not null,
  second_factor_required boolean default true not null,
  single_sign_on_required boolean default false not null,
  break_glass_user_id uuid,
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_number_key UNIQUE (number),
  constraint organizations_check CHECK ((second_factor_required OR demonstration)),
  constraint organizations_check1 CHECK (((NOT single_sign_on_required) OR (break_glass_user_id IS NOT NULL))),
  constraint organizations_idle_minutes_check CHECK (((idle_minutes >= 2) AND (idle_minutes <= 60))),
  constraint organizations_per_second_check CHECK ((per_second > (0)::double precision)),
  constraint organizations_profile_check CHECK ((profile = ANY (ARRAY['law'::text, 'strict'::text])))
);

create table passkey_challenges (
  challenge_hash bytea not null,
  user_id uuid,
  purpose text not null,
  expires_at timestamp with time zone not null,
  constraint passkey_challenges_pkey PRIMARY KEY (challenge_hash),
  constraint passkey_challenges_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint passkey_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['enrol'::text, 'prove'::text])))
);

create table passkeys (
  credential_id bytea not null,
  id uuid not null,
  user_id uuid not null,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  synced boolean not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint passkeys_pkey PRIMARY KEY (credential_id),
  constraint passkeys_id_key UNIQUE (id),
  constraint passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table portal_messages (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  link_id uuid not null,
  sealed bytea,
  expires_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  read_at timestamp with time zone,
  last_read_at timestamp with time zone,
  reads integer default 0 not null,
  tries smallint default 0 not null,
  locked_at timestamp with time zone,
  secret_barred boolean default false not null,
  code_hash bytea,
  code_expires_at timestamp with time zone,
  code_sent_at timestamp with time zone,
  codes_sent smallint default 0 not null,
  created_at timestamp with time zone default now() not null,
  constraint portal_messages_pkey PRIMARY KEY (bucket, organization_id, contact_id, id),
  constraint portal_messages_bucket_organization_id_contact_id_campaign__key UNIQUE (bucket, organization_id, contact_id, campaign_id)
);

create table portal_replies (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  sealed bytea not null,
  read_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint portal_replies_pkey PRIMARY KEY (bucket, organization_id, contact_id, id)
);

create table portal_secrets (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  secret_hash text not null,
  set_at timestamp with time zone default now() not null,
  constraint portal_secrets_pkey PRIMARY KEY (bucket, organization_id, contact_id)
);

create table prospects (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  form_id uuid not null,
  since timestamp with time zone not null,
  patient_since timestamp with time zone,
  constraint prospects_pkey PRIMARY KEY (bucket, organization_id, contact_id)
);

create table provider_days (
  organization_id uuid not null,
  provider text not null,
  day date not null,
  accepted integer default 0 not null,
  complaints integer default 0 not null,
  hard integer default 0 not null,
  soft integer default 0 not null,
  policy integer default 0 not null,
  constraint provider_days_pkey PRIMARY KEY (organization_id, provider, day),
  constraint provider_days_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table provider_stops (
  organization_id uuid not null,
  provider text not null,
  id uuid not null,
  since timestamp with time zone not null,
  accepted integer not null,
  complaints integer not null,
  released_at timestamp with time zone,
  released_by uuid,
  released_accepted integer,
  released_complaints integer,
  constraint provider_stops_pkey PRIMARY KEY (organization_id, provider, id),
  constraint provider_stops_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table rate_limits (
  organization_id uuid not null,
  subject text not null,
  per_minute integer not null,
  constraint rate_limits_pkey PRIMARY KEY (organization_id, subject),
  constraint rate_limits_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint rate_limits_per_minute_check CHECK ((per_minute >= 1))
);

create table receivers (
  organization_id uuid not null,
  suffix text not null,
  label text not null,
  connections integer not null,
  messages_per_connection integer not null,
  per_second double precision not null,
  tls_required boolean not null,
  version integer default 1 not null,
  updated_at timestamp with time zone default now() not null,
  constraint receivers_pkey PRIMARY KEY (organization_id, suffix),
  constraint receivers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint receivers_connections_check CHECK ((connections > 0)),
  constraint receivers_messages_per_connection_check CHECK ((messages_per_connection > 0)),
  constraint receivers_per_second_check CHECK ((per_second > (0)::double precision))
);

create table recovery_codes (
  user_id uuid not null,
  code_hash bytea not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (user_id, code_hash),
  constraint recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table rejections (
  bucket smallint not null,
  organization_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  class text not null,
  token bytea not null,
  at timestamp with time zone default now() not null,
  constraint rejections_pkey PRIMARY KEY (bucket, organization_id, campaign_id, contact_id),
  constraint rejections_class_check CHECK ((class = ANY (ARRAY['hard'::text, 'soft'::text, 'policy'::text])))
);

create table returned_mail (
  bucket smallint not null,
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid,
  campaign_id uuid,
  hash bytea not null,
  class text not null,
  form text not null,
  counts boolean not null,
  status text,
  reason text not null,
  source_sealed bytea,
  size bigint not null,
  acted text[] not null,
  received_at timestamp with time zone not null,
  places_sealed bytea,
  constraint returned_mail_pkey PRIMARY KEY (bucket, organization_id, id),
  constraint returned_mail_bucket_organization_id_hash_key UNIQUE (bucket, organization_id, hash),
  constraint returned_mail_class_check CHECK ((class = ANY (ARRAY['hard'::text, 'soft'::text, 'policy'::text, 'auto_reply'::text, 'complaint'::text, 'delivered'::text, 'unknown'::text])))
);

create table roles (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  permissions text[] not null,
  highest_class text,
  version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint roles_pkey PRIMARY KEY (organization_id, id),
  constraint roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
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
  head_sealed bytea,
  constraint sandbox_messages_pkey PRIMARY KEY (organization_id, id),
  constraint sandbox_messages_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table scim_tokens (
  organization_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint scim_tokens_pkey PRIMARY KEY (organization_id, id),
  constraint scim_tokens_id_key UNIQUE (id),
  constraint scim_tokens_token_hash_key UNIQUE (token_hash),
  constraint scim_tokens_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table seal_keys (
  organization_id uuid not null,
  version smallint not null,
  state text not null,
  wrapped bytea,
  created_at timestamp with time zone default now() not null,
  constraint seal_keys_pkey PRIMARY KEY (organization_id, version),
  constraint seal_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint seal_keys_state_check CHECK ((state = ANY (ARRAY['announced'::text, 'current'::text, 'old'::text]))),
  constraint seal_keys_version_check CHECK (((version >= 1) AND (version <= 239)))
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
  number integer not null,
  constraint segments_pkey PRIMARY KEY (organization_id, id),
  constraint segments_organization_id_number_key UNIQUE (organization_id, number),
  constraint segments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table send_batches (
  bucket smallint not null,
  organization_id uuid not null,
  campaign_id uuid not null,
  number integer not null,
  from_contact uuid not null,
  to_contact uuid not null,
  state text default 'waiting'::text not null,
  waiting smallint not null,
  due_at timestamp with time zone default now() not null,
  owner uuid,
  lease_until timestamp with time zone,
  fence integer default 0 not null,
  handed_over uuid[] default '{}'::uuid[] not null,
  handed_rulings integer[] default '{}'::integer[] not null,
  constraint send_batches_pkey PRIMARY KEY (bucket, organization_id, campaign_id, number),
  constraint send_batches_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text])))
);

create table send_routes (
  id integer generated always as identity not null,
  organization_id uuid not null,
  hash bytea not null,
  tls_protocol text,
  tls_cipher text,
  tls_verified text,
  places_sealed bytea,
  constraint send_routes_pkey PRIMARY KEY (id),
  constraint send_routes_organization_id_hash_key UNIQUE (organization_id, hash),
  constraint send_routes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table send_rulings (
  id integer generated always as identity not null,
  organization_id uuid not null,
  hash bytea not null,
  verdict text,
  code text,
  rule integer,
  authorization_kind text,
  citations text[] default '{}'::text[] not null,
  obligations text[] default '{}'::text[] not null,
  reason text,
  constraint send_rulings_pkey PRIMARY KEY (id),
  constraint send_rulings_organization_id_hash_key UNIQUE (organization_id, hash),
  constraint send_rulings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table senders (
  id uuid not null,
  started_at timestamp with time zone default now() not null,
  seen_at timestamp with time zone default now() not null,
  constraint senders_pkey PRIMARY KEY (id)
);

create table sending_domains (
  domain text not null,
  organization_id uuid not null,
  constraint sending_domains_pkey PRIMARY KEY (domain),
  constraint sending_domains_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table sends (
  bucket smallint not null,
  organization_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  state text not null,
  authorization_id uuid,
  deferrals smallint default 0 not null,
  due_at timestamp with time zone default now() not null,
  settled_at timestamp with time zone,
  smtp_code integer,
  enhanced_code text,
  ruling integer,
  route integer,
  reply text,
  fence integer,
  way text,
  insecure smallint default 0 not null,
  doubted boolean default false not null,
  constraint sends_pkey PRIMARY KEY (bucket, organization_id, campaign_id, contact_id),
  constraint sends_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'accepted'::text, 'deferred'::text, 'refused'::text, 'suppressed'::text, 'failed'::text, 'uncertain'::text]))),
  constraint sends_way_check CHECK ((way = 'portal'::text))
);

create table sessions (
  token_hash bytea not null,
  user_id uuid not null,
  created_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  id uuid default gen_random_uuid() not null,
  stage text default 'whole'::text not null,
  proved_at timestamp with time zone not null,
  address text default ''::text not null,
  browser text default ''::text not null,
  device_hash bytea,
  began_by text default 'password'::text not null,
  constraint sessions_pkey PRIMARY KEY (token_hash),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint sessions_began_by_check CHECK ((began_by = ANY (ARRAY['password'::text, 'single_sign_on'::text]))),
  constraint sessions_stage_check CHECK ((stage = ANY (ARRAY['factor'::text, 'enrol'::text, 'whole'::text])))
);

create table sign_in_failures (
  subject text not null,
  wrong integer not null,
  last_at timestamp with time zone not null,
  locked_until timestamp with time zone,
  constraint sign_in_failures_pkey PRIMARY KEY (subject)
);

create table sign_up_days (
  organization_id uuid not null,
  form_id uuid not null,
  day date not null,
  asked integer default 0 not null,
  confirmed integer default 0 not null,
  constraint sign_up_days_pkey PRIMARY KEY (organization_id, form_id, day)
);

create table sign_up_forms (
  organization_id uuid not null,
  id uuid not null,
  token text not null,
  content jsonb not null,
  version integer default 1 not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint sign_up_forms_pkey PRIMARY KEY (organization_id, id),
  constraint sign_up_forms_token_key UNIQUE (token),
  constraint sign_up_forms_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table signed_documents (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  id uuid not null,
  source text not null,
  form_id uuid,
  form_version integer,
  media_type text not null,
  bytes integer not null,
  sha256 bytea not null,
  content_sealed bytea not null,
  signed_at timestamp with time zone not null,
  copy_given_at timestamp with time zone,
  copy_way text,
  relied_at timestamp with time zone,
  constraint signed_documents_pkey PRIMARY KEY (bucket, organization_id, contact_id, id),
  constraint signed_documents_copy_way_check CHECK ((copy_way = ANY (ARRAY['mail'::text, 'portal'::text, 'paper'::text]))),
  constraint signed_documents_source_check CHECK ((source = ANY (ARRAY['page'::text, 'tablet'::text, 'paper'::text])))
);

create table signing_requests (
  bucket smallint not null,
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  form_id uuid not null,
  form_version integer not null,
  way text not null,
  state text not null,
  expires_at timestamp with time zone not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  tries smallint default 0 not null,
  code bytea,
  code_until timestamp with time zone,
  code_sent_at timestamp with time zone,
  codes_sent smallint default 0 not null,
  signed_at timestamp with time zone,
  document_id uuid,
  mail_held boolean default false not null,
  constraint signing_requests_pkey PRIMARY KEY (bucket, organization_id, id),
  constraint signing_requests_state_check CHECK ((state = ANY (ARRAY['open'::text, 'signed'::text, 'withdrawn'::text]))),
  constraint signing_requests_way_check CHECK ((way = ANY (ARRAY['mail'::text, 'tablet'::text])))
);

create table single_sign_on (
  organization_id uuid not null,
  kind text not null,
  provider_sealed bytea not null,
  roles_from text not null,
  role_claim text not null,
  role_mapping jsonb not null,
  create_people boolean not null,
  factor_words text[] not null,
  version integer default 1 not null,
  updated_at timestamp with time zone not null,
  constraint single_sign_on_pkey PRIMARY KEY (organization_id),
  constraint single_sign_on_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint single_sign_on_kind_check CHECK ((kind = ANY (ARRAY['oidc'::text, 'saml'::text]))),
  constraint single_sign_on_roles_from_check CHECK ((roles_from = ANY (ARRAY['claim'::text, 'directory'::text, 'hand'::text])))
);

create table single_sign_on_assertions (
  assertion_hash bytea not null,
  organization_id uuid not null,
  expires_at timestamp with time zone not null,
  constraint single_sign_on_assertions_pkey PRIMARY KEY (assertion_hash)
);

create table single_sign_on_domains (
  domain text not null,
  organization_id uuid not null,
  constraint single_sign_on_domains_pkey PRIMARY KEY (domain),
  constraint single_sign_on_domains_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES single_sign_on(organization_id) ON DELETE CASCADE,
  constraint single_sign_on_domains_domain_check CHECK ((domain = lower(domain)))
);

create table single_sign_on_identities (
  organization_id uuid not null,
  user_id uuid not null,
  issuer_hash bytea not null,
  subject_hash bytea not null,
  constraint single_sign_on_identities_pkey PRIMARY KEY (organization_id, subject_hash),
  constraint single_sign_on_identities_user_id_key UNIQUE (user_id),
  constraint single_sign_on_identities_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint single_sign_on_identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table single_sign_on_requests (
  state_hash bytea not null,
  organization_id uuid not null,
  browser_hash bytea not null,
  device_hash bytea not null,
  request_id text not null,
  session_id uuid,
  user_id uuid,
  factor_given boolean not null,
  next text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  handle_hash bytea,
  outcome jsonb,
  constraint single_sign_on_requests_pkey PRIMARY KEY (state_hash),
  constraint single_sign_on_requests_handle_hash_key UNIQUE (handle_hash),
  constraint single_sign_on_requests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table site_events (
  id uuid not null,
  site text not null,
  organization_id uuid,
  holds text not null,
  kind text not null,
  label text not null,
  fraction double precision,
  suspended_until timestamp with time zone,
  code integer,
  enhanced text,
  reply text,
  at timestamp with time zone not null,
  constraint site_events_pkey PRIMARY KEY (id),
  constraint site_events_kind_check CHECK ((kind = ANY (ARRAY['suspended'::text, 'slowed'::text, 'recovered'::text, 'released'::text])))
);

create table site_states (
  site text not null,
  organization_id uuid,
  holds text not null,
  rule text not null,
  label text not null,
  since timestamp with time zone not null,
  suspended_until timestamp with time zone,
  fraction double precision not null,
  doubles_every integer not null,
  code integer,
  enhanced text,
  reply text not null,
  constraint site_states_site_organization_id_holds_key UNIQUE NULLS NOT DISTINCT (site, organization_id, holds),
  constraint site_states_fraction_check CHECK (((fraction > (0)::double precision) AND (fraction <= (1)::double precision))),
  constraint site_states_holds_check CHECK ((holds = ANY (ARRAY['everything'::text, 'marketing'::text])))
);

create table sites_seen (
  organization_id uuid not null,
  site text not null,
  messages bigint default 0 not null,
  last_at timestamp with time zone not null,
  constraint sites_seen_pkey PRIMARY KEY (organization_id, site)
);

create table streams (
  organization_id uuid not null,
  stream text not null,
  domain text not null,
  from_name text not null,
  from_address text not null,
  reply_to text,
  local_address text,
  return_path_domain text not null,
  version integer default 1 not null,
  constraint streams_pkey PRIMARY KEY (organization_id, stream),
  constraint streams_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint streams_stream_check CHECK ((stream = ANY (ARRAY['marketing'::text, 'transactional'::text])))
);

create table sts_policies (
  domain text not null,
  id text,
  mode text,
  mx text[],
  max_age integer,
  fetched_at timestamp with time zone,
  failing_id text,
  failing_since timestamp with time zone,
  constraint sts_policies_pkey PRIMARY KEY (domain),
  constraint sts_policies_mode_check CHECK ((mode = ANY (ARRAY['enforce'::text, 'testing'::text, 'none'::text])))
);

create table suppressions (
  bucket smallint not null,
  organization_id uuid not null,
  token bytea not null,
  id uuid not null,
  reason text not null,
  detail text,
  source text not null,
  since timestamp with time zone not null,
  released_at timestamp with time zone,
  released_by uuid,
  constraint suppressions_pkey PRIMARY KEY (bucket, organization_id, token, id),
  constraint suppressions_reason_check CHECK ((reason = ANY (ARRAY['hard_bounce'::text, 'soft_bounces'::text, 'complaint'::text, 'by_hand'::text])))
);

create table template_attachments (
  organization_id uuid not null,
  id uuid not null,
  sha256 bytea not null,
  filename text not null,
  content_type text not null,
  size integer not null,
  content_sealed bytea not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  constraint template_attachments_pkey PRIMARY KEY (organization_id, id),
  constraint template_attachments_organization_id_sha256_filename_key UNIQUE (organization_id, sha256, filename),
  constraint template_attachments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
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
  attachments jsonb default '[]'::jsonb not null,
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

create table tls_results (
  organization_id uuid not null,
  day date not null,
  policy_domain text not null,
  policy_type text not null,
  mx_host text not null,
  result_type text not null,
  count bigint not null,
  constraint tls_results_pkey PRIMARY KEY (organization_id, day, policy_domain, policy_type, mx_host, result_type),
  constraint tls_results_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint tls_results_policy_type_check CHECK ((policy_type = ANY (ARRAY['tlsa'::text, 'sts'::text, 'no-policy-found'::text])))
);

create table topics (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  description text not null,
  archived_at timestamp with time zone,
  version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint topics_pkey PRIMARY KEY (organization_id, id),
  constraint topics_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table totp_secrets (
  organization_id uuid not null,
  user_id uuid not null,
  pending_sealed bytea,
  secret_sealed bytea,
  confirmed_at timestamp with time zone,
  last_step bigint default 0 not null,
  constraint totp_secrets_pkey PRIMARY KEY (organization_id, user_id),
  constraint totp_secrets_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint totp_secrets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);

create table unsealed_places (
  organization_id uuid not null,
  kind text not null,
  bucket smallint not null,
  id text not null,
  names jsonb not null,
  constraint unsealed_places_pkey PRIMARY KEY (organization_id, kind, bucket, id),
  constraint unsealed_places_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint unsealed_places_kind_check CHECK ((kind = ANY (ARRAY['returned_mail'::text, 'send_route'::text])))
);

create table users (
  id uuid not null,
  organization_id uuid not null,
  email text not null,
  name text not null,
  password_hash text,
  created_at timestamp with time zone default now() not null,
  roles text[] not null,
  left_at timestamp with time zone,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email),
  constraint users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

create table warm_up_days (
  organization_id uuid not null,
  subject text not null,
  day date not null,
  taken integer default 0 not null,
  constraint warm_up_days_pkey PRIMARY KEY (organization_id, subject, day)
);

create table warm_ups (
  organization_id uuid not null,
  subject text not null,
  started_on date not null,
  plan jsonb not null,
  enabled boolean not null,
  version integer default 1 not null,
  updated_at timestamp with time zone default now() not null,
  constraint warm_ups_pkey PRIMARY KEY (organization_id, subject),
  constraint warm_ups_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);

CREATE INDEX api_use_old ON public.api_use USING btree (minute);

CREATE INDEX application_keys_of ON public.application_keys USING btree (organization_id, application_id, created_at);

CREATE INDEX application_nonces_expired ON public.application_nonces USING btree (expires_at);

CREATE INDEX application_tokens_expired ON public.application_tokens USING btree (expires_at);

CREATE UNIQUE INDEX applications_name ON public.applications USING btree (organization_id, lower(name)) WHERE (ended_at IS NULL);

CREATE INDEX audit_sealed_action ON public.audit_sealed USING btree (organization_id, action, sequence);

CREATE INDEX audit_sealed_actor ON public.audit_sealed USING btree (organization_id, actor, sequence);

CREATE INDEX audit_sealed_at ON public.audit_sealed USING brin (at) WITH (pages_per_range='32');

CREATE INDEX audit_sealed_campaign ON public.audit_sealed USING btree (((subject ->> 'campaignId'::text)), sequence) WHERE ((subject ->> 'campaignId'::text) IS NOT NULL);

CREATE INDEX audit_sealed_contact ON public.audit_sealed USING btree (((subject ->> 'contactId'::text)), sequence) WHERE ((subject ->> 'contactId'::text) IS NOT NULL);

CREATE UNIQUE INDEX campaigns_number ON public.campaigns USING btree (organization_id, number);

CREATE INDEX campaigns_running ON public.campaigns USING btree (id) WHERE (state = 'running'::text);

CREATE INDEX confirmations_over ON public.confirmations USING btree (expires_at);

CREATE INDEX consent_events_clear ON public.consent_events USING btree (organization_id) WHERE ((fact #> '{document,expiry,name}'::text[]) IS NOT NULL);

CREATE INDEX consent_events_restriction ON public.consent_events USING btree (organization_id, contact_id, at) WHERE (kind = ANY (ARRAY['restriction_requested'::text, 'restriction_agreed'::text, 'restriction_declined'::text]));

CREATE INDEX consent_events_signed ON public.consent_events USING btree (bucket, organization_id, contact_id) WHERE (kind = 'authorization_signed'::text);

CREATE INDEX contacts_without_place ON public.contacts USING btree (bucket, organization_id) WHERE (place IS NULL);

CREATE UNIQUE INDEX directory_groups_name ON public.directory_groups USING btree (organization_id, lower(name));

CREATE INDEX directory_members_of ON public.directory_members USING btree (organization_id, user_id);

CREATE INDEX duplicate_pairs_open ON public.duplicate_pairs USING btree (organization_id, surety) WHERE (apart_at IS NULL);

CREATE INDEX duplicate_pairs_other ON public.duplicate_pairs USING btree (organization_id, other_id);

CREATE UNIQUE INDEX emergency_access_open ON public.emergency_access USING btree (user_id) WHERE (ended_at IS NULL);

CREATE INDEX events_campaign ON ONLY public.events USING btree (organization_id, campaign_id, kind);

CREATE INDEX events_contact ON ONLY public.events USING btree (bucket, organization_id, contact_id, at);

CREATE INDEX events_default_bucket_organization_id_contact_id_at_idx ON public.events_default USING btree (bucket, organization_id, contact_id, at);

CREATE INDEX events_default_organization_id_campaign_id_kind_idx ON public.events_default USING btree (organization_id, campaign_id, kind);

CREATE INDEX exports_ending ON public.exports USING btree (expires_at) WHERE (state = 'done'::text);

CREATE INDEX exports_running ON public.exports USING btree (organization_id, id) WHERE (state = 'running'::text);

CREATE UNIQUE INDEX key_rotations_running ON public.key_rotations USING btree (organization_id) WHERE (state <> 'finished'::text);

CREATE INDEX merged_contacts_kept ON public.merged_contacts USING btree (merged_at) WHERE (content_sealed IS NOT NULL);

CREATE INDEX passkeys_of_user ON public.passkeys USING btree (user_id);

CREATE INDEX portal_messages_expiring ON public.portal_messages USING btree (expires_at) WHERE (sealed IS NOT NULL);

CREATE INDEX portal_messages_newest ON public.portal_messages USING btree (organization_id, id DESC);

CREATE INDEX portal_replies_message ON public.portal_replies USING btree (bucket, organization_id, contact_id, message_id);

CREATE INDEX portal_replies_newest ON public.portal_replies USING btree (organization_id, id DESC);

CREATE INDEX prospects_form ON public.prospects USING btree (organization_id, form_id);

CREATE UNIQUE INDEX provider_stops_current ON public.provider_stops USING btree (organization_id, provider) WHERE (released_at IS NULL);

CREATE INDEX rejections_due ON public.rejections USING btree (organization_id, at);

CREATE INDEX returned_mail_contact ON public.returned_mail USING btree (bucket, organization_id, contact_id, received_at) WHERE (contact_id IS NOT NULL);

CREATE INDEX returned_mail_newest ON public.returned_mail USING btree (organization_id, id DESC);

CREATE UNIQUE INDEX roles_name ON public.roles USING btree (organization_id, lower(name));

CREATE INDEX sandbox_messages_recent ON public.sandbox_messages USING btree (organization_id, received_at DESC, id DESC);

CREATE UNIQUE INDEX seal_keys_current ON public.seal_keys USING btree (organization_id) WHERE (state = 'current'::text);

CREATE INDEX send_batches_due ON public.send_batches USING btree (organization_id, campaign_id, due_at) WHERE (state = 'waiting'::text);

CREATE INDEX send_batches_owner ON public.send_batches USING btree (owner) WHERE (owner IS NOT NULL);

CREATE INDEX sends_contact ON public.sends USING btree (bucket, organization_id, contact_id, campaign_id);

CREATE INDEX sessions_of_user ON public.sessions USING btree (user_id, created_at);

CREATE INDEX sessions_user ON public.sessions USING btree (user_id);

CREATE INDEX signing_requests_contact ON public.signing_requests USING btree (bucket, organization_id, contact_id);

CREATE INDEX single_sign_on_assertions_expired ON public.single_sign_on_assertions USING btree (expires_at);

CREATE INDEX single_sign_on_domains_of ON public.single_sign_on_domains USING btree (organization_id);

CREATE INDEX single_sign_on_requests_expired ON public.single_sign_on_requests USING btree (expires_at);

CREATE INDEX site_events_recent ON public.site_events USING btree (organization_id, at DESC, id DESC);

CREATE UNIQUE INDEX suppressions_current ON public.suppressions USING btree (bucket, organization_id, token) WHERE (released_at IS NULL);

CREATE INDEX suppressions_newest ON public.suppressions USING btree (organization_id, id DESC) WHERE (released_at IS NULL);

CREATE UNIQUE INDEX topics_name ON public.topics USING btree (organization_id, lower(name)) WHERE (archived_at IS NULL);

CREATE TRIGGER keep_audit BEFORE DELETE OR UPDATE ON public.audit_sealed FOR EACH ROW EXECUTE FUNCTION keep_audit();

CREATE TRIGGER keep_audit_whole BEFORE TRUNCATE ON public.audit_sealed FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();

create view audit_entries as
 SELECT audit_sealed.organization_id,
    audit_sealed.sequence,
    audit_sealed.at,
    audit_sealed.id,
    audit_sealed.actor_kind,
    audit_sealed.actor,
    audit_sealed.action,
    audit_sealed.subject,
    audit_sealed.origin,
    audit_sealed.purpose
   FROM audit_sealed
UNION ALL
 SELECT audit_pending.organization_id,
    NULL::bigint AS sequence,
    audit_pending.at,
    audit_pending.id,
    audit_pending.actor_kind,
    audit_pending.actor,
    audit_pending.action,
    audit_pending.subject,
    audit_pending.origin,
    audit_pending.purpose
   FROM audit_pending;

create view told_sends as
 SELECT sends.bucket,
    sends.organization_id,
    sends.campaign_id,
    sends.contact_id,
    sends.state,
    ruling.verdict,
    ruling.code,
    ruling.rule,
    ruling.authorization_kind,
    sends.authorization_id,
    ruling.citations,
    ruling.obligations,
    ruling.reason,
    sends.deferrals,
    sends.due_at,
    sends.settled_at,
    sends.smtp_code,
    sends.enhanced_code,
    sends.reply,
    sends.way,
    route.hash AS route_hash,
    route.places_sealed AS route_sealed,
    route.tls_protocol,
    route.tls_cipher,
    route.tls_verified
   FROM ((sends
     LEFT JOIN send_rulings ruling ON ((ruling.id = sends.ruling)))
     LEFT JOIN send_routes route ON ((route.id = sends.route)));
