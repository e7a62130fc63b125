-- Who came by a directory or by single sign-on holds no role until a group of theirs gives one.
alter table users drop constraint users_roles_check;

-- With it, a password or a passkey alone signs in nobody but one.
alter table organizations add column single_sign_on_required boolean not null default false;
-- of `users`, without a reference: they refer to organizations
alter table organizations add column break_glass_user_id uuid;
alter table organizations add check (not single_sign_on_required or break_glass_user_id is not null);

alter table sessions add column began_by text not null default 'password'
  check (began_by in ('password', 'single_sign_on'));

-- An organization's identity provider.
create table single_sign_on (
  organization_id uuid primary key references organizations (id),
  kind text not null check (kind in ('oidc', 'saml')),
  -- issuer and client with its secret; or entity, address and certificates
  provider_sealed bytea not null,
  -- from where people have their roles: a claim at sign-in, groups of the directory, or our own pages
  roles_from text not null check (roles_from in ('claim', 'directory', 'hand')),
  role_claim text not null,
  -- [{"value": "a group", "roles": ["marketer"]}]
  role_mapping jsonb not null,
  create_people boolean not null,
  -- what the provider says where it asked for a second factor itself; none: ours is asked
  factor_words text[] not null,
  version integer not null default 1,
  updated_at timestamptz not null
);

-- A domain leads to one organization's provider.
create table single_sign_on_domains (
  domain text primary key check (domain = lower(domain)),
  organization_id uuid not null references single_sign_on (organization_id) on delete cascade
);
create index single_sign_on_domains_of on single_sign_on_domains (organization_id);

-- A sign-in that is on its way to a provider and back.
create table single_sign_on_requests (
  state_hash bytea primary key,
  organization_id uuid not null references organizations (id),
  -- of the browser's cookie, out of which nonce and PKCE verifier are made
  browser_hash bytea not null,
  -- of the cookie that tells its browser from others: it does not come along from elsewhere
  device_hash bytea not null,
  -- of SAML: what the answer has to name
  request_id text not null,
  -- null: to sign in; else to show again who they are
  session_id uuid,
  user_id uuid,
  factor_given boolean not null,
  next text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- of SAML: the answer was right, and the same browser may take its session by this
  handle_hash bytea unique,
  outcome jsonb
);
create index single_sign_on_requests_expired on single_sign_on_requests (expires_at);

-- Assertions that were taken: none is taken twice (SAML 2.0 profiles, 4.1.4.5).
create table single_sign_on_assertions (
  assertion_hash bytea primary key,
  organization_id uuid not null,
  expires_at timestamptz not null
);
create index single_sign_on_assertions_expired on single_sign_on_assertions (expires_at);

-- Whom a provider means: an address may be given to another person, a subject never is.
create table single_sign_on_identities (
  organization_id uuid not null references organizations (id),
  user_id uuid not null unique references users (id),
  issuer_hash bytea not null,
  subject_hash bytea not null,
  primary key (organization_id, subject_hash)
);

-- By which a directory writes to us (RFC 7644, 2).
create table scim_tokens (
  organization_id uuid not null references organizations (id),
  id uuid not null unique,
  token_hash bytea not null unique,
  created_by uuid not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id)
);

create table directory_users (
  organization_id uuid not null references organizations (id),
  user_id uuid not null references users (id),
  external_id text,
  given_name text not null,
  family_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, user_id)
);

create table directory_groups (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  name text not null,
  external_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index directory_groups_name on directory_groups (organization_id, lower(name));

create table directory_members (
  organization_id uuid not null,
  group_id uuid not null,
  user_id uuid not null,
  primary key (organization_id, group_id, user_id),
  foreign key (organization_id, group_id) references directory_groups (organization_id, id) on delete cascade,
  foreign key (organization_id, user_id) references directory_users (organization_id, user_id) on delete cascade
);
create index directory_members_of on directory_members (organization_id, user_id);
