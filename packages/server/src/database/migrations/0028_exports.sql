-- A segment taken out as a file: who asked for it, what for, and with which attributes. What the segment
-- asked is kept as it was then, so that nobody can change the question between the asking and the file.
create table exports (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  segment_id uuid not null,
  tree jsonb not null,
  attributes text[] not null,
  purpose text not null check (purpose in
    ('treatment_operations', 'quality_review', 'mail_house', 'patient_request', 'audit', 'other')),
  note_sealed bytea,
  state text not null check (state in ('running', 'done', 'failed', 'expired', 'deleted')),
  -- the run that may write: a later one takes it over, and the earlier then writes nothing more
  run_id uuid,
  buckets_done integer not null default 0,
  rows integer not null default 0,
  bytes bigint not null default 0,
  chunks integer not null default 0,
  -- why it failed, in a sentence
  problem text,
  created_by uuid not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  -- when the file goes
  expires_at timestamptz,
  primary key (organization_id, id)
);
create index exports_ending on exports (expires_at) where state = 'done';
create index exports_running on exports (organization_id, id) where state = 'running';

-- The file, sealed piece by piece.
create table export_chunks (
  organization_id uuid not null,
  export_id uuid not null,
  ordinal integer not null,
  sealed bytea not null,
  primary key (organization_id, export_id, ordinal)
);
