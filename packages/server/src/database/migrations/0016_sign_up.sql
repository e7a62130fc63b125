-- Forms on which people ask for mail. The token stands in the form's address and is no secret.
create table sign_up_forms (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  token text not null unique,
  content jsonb not null,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id)
);

-- How often a form was filled in, and how many of those confirmed it.
create table sign_up_days (
  organization_id uuid not null,
  form_id uuid not null,
  day date not null,
  asked integer not null default 0,
  confirmed integer not null default 0,
  primary key (organization_id, form_id, day)
);

-- What somebody asked for and has not confirmed yet by the link that was mailed to them. The address
-- and all that was typed are sealed; the rows are found by a keyed hash of it. They end with their
-- time, and their content the moment it is confirmed.
create table confirmations (
  bucket smallint not null,
  organization_id uuid not null,
  address_hash bytea not null,
  id uuid not null,
  -- of a sign-up form, or of somebody on file who asked for more by the link of a message
  form_id uuid,
  contact_id uuid,
  sealed bytea,
  -- the text that they were shown: consent_texts
  shown uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (bucket, organization_id, address_hash, id)
);
create index confirmations_over on confirmations (expires_at);

-- Since when somebody who signed up is on file as a prospect, and since when as a patient: the
-- attribute says what they are now.
create table prospects (
  bucket smallint not null,
  organization_id uuid not null,
  contact_id uuid not null,
  form_id uuid not null,
  since timestamptz not null,
  patient_since timestamptz,
  primary key (bucket, organization_id, contact_id)
);
create index prospects_form on prospects (organization_id, form_id);

-- The built-in attribute of those organizations that were made before; one of their own by that key
-- stays what it is.
insert into attribute_definitions
  (organization_id, id, number, key, label, type, sensitivity, system, identity)
select id, gen_random_uuid(),
  (select coalesce(max(number), 0) + 1 from attribute_definitions where organization_id = o.id),
  'relation', 'Relation', 'code', 'demographic', 'local', false
from organizations o
on conflict (organization_id, key) do nothing;
