-- What a person was shown when they chose, and how we know that it was they. The text is a version of
-- ours; what may name somebody (the other address, a scan's name, a browser) is sealed.
alter table consent_events
  add column shown uuid,
  add column evidence_sealed bytea;

-- Every wording that somebody was shown. Nothing here is changed or deleted.
create table consent_texts (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  kind text not null,
  language text not null,
  version integer not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, kind, language, version)
);

-- What an organization writes about; a person may leave one and keep the others.
create table topics (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  name text not null,
  description text not null,
  -- nobody can join one that is archived, and no campaign can be about it
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index topics_name on topics (organization_id, lower(name)) where archived_at is null;
alter table campaigns add column topic_id uuid;

-- At most so many accepted messages of a stream to one person in a period; null: as many as there are.
-- Without a row the default holds: three a week of marketing.
create table frequency_caps (
  organization_id uuid not null references organizations (id),
  stream text not null check (stream in ('marketing', 'transactional')),
  period text not null check (period in ('day', 'week', 'month')),
  most integer check (most > 0),
  version integer not null default 1,
  primary key (organization_id, stream)
);

-- What somebody who was deleted had refused, under keyed hashes of address and record number: whoever
-- is put on file again under one of them has refused it still.
create table kept_refusals (
  bucket smallint not null,
  organization_id uuid not null,
  token bytea not null,
  scope text not null,
  since timestamptz not null,
  primary key (bucket, organization_id, token, scope)
);

-- Who was deleted, and under which hashes what they refused is kept: an old mail's link still works,
-- and what they refuse by it is kept beside the rest.
create table deleted_contacts (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  tokens bytea[] not null,
  deleted_at timestamptz not null,
  primary key (bucket, organization_id, contact_id)
);
-- the entries of the audit that a person's ledger is shown with
create index audit_entries_consent on audit_entries (organization_id, (subject->>'contactId'))
  where action like 'consent.%';

-- Forms of authorization, 45 CFR 164.508(c). A version that was published is never changed.
create table authorization_forms (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  version integer not null,
  state text not null check (state in ('draft', 'published', 'retired')),
  content jsonb not null,
  -- grows with each change to the form, whatever its version: what an editor had before them
  revision integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  published_at timestamptz,
  primary key (organization_id, id, version)
);

-- Somebody was asked to sign. The link holds these ids under the organization's key.
create table signing_requests (
  bucket smallint not null,
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  form_id uuid not null,
  form_version integer not null,
  way text not null check (way in ('mail', 'tablet')),
  state text not null check (state in ('open', 'signed', 'withdrawn')),
  expires_at timestamptz not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  -- wrong tries to show who one is; locked after five, until a person opens it again
  tries smallint not null default 0,
  -- keyed hash of the code that was sent, and until when it holds
  code bytea,
  code_until timestamptz,
  -- the last code, and how many in a row were not used
  code_sent_at timestamptz,
  codes_sent smallint not null default 0,
  signed_at timestamptz,
  document_id uuid,
  primary key (bucket, organization_id, id)
);
create index signing_requests_contact on signing_requests (bucket, organization_id, contact_id);

-- What was signed, as a file. Kept six years from creation or last effect: 45 CFR 164.530(j)(2).
create table signed_documents (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  -- the document's id in the ledger
  id uuid not null,
  source text not null check (source in ('page', 'tablet', 'paper')),
  form_id uuid,
  form_version integer,
  media_type text not null,
  bytes integer not null,
  sha256 bytea not null,
  content_sealed bytea not null,
  signed_at timestamptz not null,
  copy_given_at timestamptz,
  copy_way text check (copy_way in ('mail', 'portal', 'paper')),
  primary key (bucket, organization_id, contact_id, id)
);

-- Files of consents or of addresses written to no more, from another system. The file itself is in
-- import_chunks until the end. Every row is looked at before any is written.
create table consent_imports (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  kind text not null check (kind in ('consents', 'suppressions')),
  state text not null
    check (state in ('uploading', 'checking', 'checked', 'writing', 'done', 'dropped')),
  name_sealed bytea not null,
  dialect jsonb not null,
  columns_sealed bytea not null,
  bytes bigint not null default 0,
  -- of the pass under way; moved in the transaction of each batch
  bytes_done bigint not null default 0,
  lines_done integer not null default 0,
  -- rows_read = valid + known + rejected, always; counted anew when they are written
  rows_read integer not null default 0,
  valid integer not null default 0,
  known integer not null default 0,
  rejected integer not null default 0,
  -- of those that are valid
  no_effect integer not null default 0,
  created_by uuid,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (organization_id, id)
);

-- What is to be said of a row: what stood there, sealed, since it can name somebody.
create table consent_import_rows (
  organization_id uuid not null,
  import_id uuid not null,
  line integer not null,
  verdict text not null check (verdict in ('rejected', 'no_effect')),
  report_sealed bytea not null,
  primary key (organization_id, import_id, line)
);

-- What somebody signed: for those whose authorization ends, of all that is on record.
create index consent_events_signed on consent_events (bucket, organization_id, contact_id)
  where kind = 'authorization_signed';

-- Whose request for a restriction nobody has answered yet, of all that is on record.
create index consent_events_restriction on consent_events (organization_id, contact_id, at)
  where kind in ('restriction_requested', 'restriction_agreed', 'restriction_declined');
