-- What a template has attached: the same file for everybody, so a content is kept once and named by
-- every version that has it.

create table template_attachments (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  sha256 bytea not null,
  filename text not null,
  content_type text not null,
  size integer not null,
  content_sealed bytea not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, sha256, filename)
);
-- sealed bytes cannot be compressed
alter table template_attachments alter column content_sealed set storage external;

-- Ids of template_attachments in the order in which they are attached, as frozen as the version.
alter table template_versions add column attachments jsonb not null default '[]';

-- Subject, sender and recipient, sealed apart: a list of mail need not open what is attached to it.
-- Null for what came before this.
alter table sandbox_messages add column head_sealed bytea;
