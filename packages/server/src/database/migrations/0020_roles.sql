-- A person holds several roles: built-in ones by name, the organization's own by id. Who was an owner
-- administers; who was a marketer also launched, and keeps doing so as a campaign approver.
alter table users add column roles text[];
update users set roles = case role
  when 'owner' then array['administrator']
  when 'marketer' then array['marketer', 'campaign_approver']
  else array[role]
end;
alter table users alter column roles set not null;
alter table users add check (cardinality(roles) >= 1);
alter table users drop column role;

-- Roles that an organization made for itself.
create table roles (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  name text not null,
  permissions text[] not null,
  -- the highest class of data that it opens; null: none
  highest_class text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index roles_name on roles (organization_id, lower(name));

-- Emergency access, 45 CFR 164.312(a)(2)(ii). Reason and review may name a patient: sealed.
create table emergency_access (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  user_id uuid not null references users (id),
  reason_sealed bytea not null,
  up_to text not null,
  begun_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  -- when the privacy officers were written to; null: nobody could be
  noticed_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by uuid references users (id),
  review_sealed bytea,
  primary key (organization_id, id),
  check (ends_at > begun_at and ends_at <= begun_at + interval '8 hours')
);
-- one at a time; which has run out is closed when the next begins
create unique index emergency_access_open on emergency_access (user_id) where ended_at is null;
