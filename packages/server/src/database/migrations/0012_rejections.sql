-- What mail servers refused for good and what is still to follow from it: written by the statement
-- that records the refusal, deleted by the transaction that heeds it. A crash between loses none.
create table rejections (
  bucket smallint not null,
  organization_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  class text not null check (class in ('hard', 'soft', 'policy')),
  -- keyed hash of the address that was written to: the contact may have another by now
  token bytea not null,
  at timestamptz not null default now(),
  primary key (bucket, organization_id, campaign_id, contact_id)
);
create index rejections_due on rejections (organization_id, at);
