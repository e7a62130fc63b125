-- A record that was found to be another's twin and was put into it: what still comes under its id (a
-- bounce, the link in an old mail) reaches who has it now. Its bucket is its own.
create table merged_contacts (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  -- who has it now, in whatever bucket; never itself merged
  into_id uuid not null,
  merged_at timestamptz not null,
  merged_by uuid not null,
  -- what the record said, so that a merger that was wrong can be amended (45 CFR 164.526); null once
  -- the time for that is over, or the person is deleted
  content_sealed bytea,
  primary key (bucket, organization_id, contact_id)
);
create index merged_contacts_kept on merged_contacts (merged_at) where content_sealed is not null;

-- The same from the side of who has them now, in their bucket.
create table absorbed_contacts (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  absorbed_id uuid not null,
  merged_at timestamptz not null,
  merged_by uuid not null,
  -- record numbers, as tokens, that lead to the contact beside its own (in contact_keys)
  tokens bytea[] not null,
  primary key (bucket, organization_id, contact_id, absorbed_id)
);

-- Two records that may be one person, in the bucket of the one whose id comes first.
create table duplicate_pairs (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  other_id uuid not null,
  reasons text[] not null,
  surety text not null check (surety in ('sure', 'likely', 'possible')),
  found_at timestamptz not null,
  -- which look at all contacts found it last
  look_id uuid not null,
  -- a person said that they are two; null: nobody has decided
  apart_by uuid,
  apart_at timestamptz,
  primary key (bucket, organization_id, contact_id, other_id)
);
-- small tables of what was found: lists and counts go over all buckets
create index duplicate_pairs_open on duplicate_pairs (organization_id, surety) where apart_at is null;
create index duplicate_pairs_other on duplicate_pairs (organization_id, other_id);

-- Addresses of contacts that cannot be, or are not one person's.
create table address_findings (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  finding text not null check (finding in ('impossible', 'no_mail', 'role', 'disposable')),
  look_id uuid not null,
  primary key (bucket, organization_id, contact_id)
);

-- Whether domains of contacts take mail, as the DNS said; a small domain is as good as a name, so
-- they stand under keyed hashes.
create table domain_verdicts (
  organization_id uuid not null,
  token bytea not null,
  takes_mail boolean,
  checked_at timestamptz not null,
  primary key (organization_id, token)
);

-- The last look at all contacts of an organization.
create table hygiene_looks (
  organization_id uuid primary key,
  id uuid not null,
  state text not null check (state in ('running', 'done', 'failed')),
  step text not null check (step in ('contacts', 'domains', 'pairs')),
  -- buckets of contacts, domains or pairs, as the step says
  done integer not null default 0,
  total integer not null default 0,
  contacts integer not null default 0,
  domains_unknown integer not null default 0,
  -- false: mail goes nowhere but into the sandbox, and no name server is asked
  domains_asked boolean not null default false,
  -- contact_writers.version when it began
  version bigint not null,
  started_at timestamptz not null,
  finished_at timestamptz
);
