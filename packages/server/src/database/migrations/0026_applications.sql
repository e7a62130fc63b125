-- Programs that act by themselves: within what is named here, and what whoever answers for them may do.
create table applications (
  organization_id uuid not null references organizations (id),
  id uuid not null unique,
  name text not null,
  owner_id uuid not null references users (id),
  permissions text[] not null,
  -- the highest class of data that it opens; null: none
  highest_class text,
  -- how it may show who it is
  ways text[] not null check (
    cardinality(ways) >= 1 and ways <@ array['key', 'oauth', 'basic', 'signed']),
  -- networks in CIDR form; none: from everywhere, and a new one is noticed
  addresses text[] not null,
  -- calls a minute; null: as the organization has set
  per_minute integer check (per_minute >= 1),
  -- public keys (RFC 7517) by which it may ask for tokens
  public_keys jsonb,
  created_at timestamptz not null,
  -- its networks of the day from then on are learned
  first_used_at timestamptz,
  restricted_at timestamptz,
  restricted_why text check (restricted_why in ('volume', 'address', 'refusals')),
  restricted_network text,
  released_at timestamptz,
  ended_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  check ((restricted_at is null) = (restricted_why is null))
);
create unique index applications_name on applications (organization_id, lower(name))
  where ended_at is null;

-- What an application shows: SHA-256 of 256 random bits, nothing to guess; of a signed session the
-- secret itself, sealed, since it is needed to verify.
create table application_keys (
  organization_id uuid not null,
  id uuid not null unique,
  application_id uuid not null,
  kind text not null check (kind in ('key', 'client', 'session')),
  -- its first characters, to tell it from others
  prefix text not null,
  secret_hash bytea unique,
  secret_sealed bytea,
  -- the key by which a signed session was begun: it ends with it
  parent_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, application_id) references applications (organization_id, id),
  check ((kind = 'session') = (secret_sealed is not null)),
  check ((kind = 'session') = (secret_hash is null))
);
create index application_keys_of on application_keys (organization_id, application_id, created_at);

-- OAuth 2.0 access tokens (RFC 6749), opaque.
create table application_tokens (
  token_hash bytea primary key,
  organization_id uuid not null,
  application_id uuid not null,
  -- the client secret that asked; null: a signed assertion
  key_id uuid,
  permissions text[] not null,
  expires_at timestamptz not null,
  foreign key (organization_id, application_id) references applications (organization_id, id)
);
create index application_tokens_expired on application_tokens (expires_at);

-- What may be used once: nonces of signatures (RFC 9421), `jti` of assertions (RFC 7523).
create table application_nonces (
  nonce_hash bytea primary key,
  organization_id uuid not null,
  expires_at timestamptz not null
);
create index application_nonces_expired on application_nonces (expires_at);

-- From where an application is known to come.
create table application_networks (
  organization_id uuid not null,
  application_id uuid not null,
  network text not null,
  first_seen_at timestamptz not null,
  primary key (organization_id, application_id, network),
  foreign key (organization_id, application_id) references applications (organization_id, id)
);

-- Calls a minute of applications and people, of all processes together.
create table api_use (
  organization_id uuid not null references organizations (id),
  subject_id uuid not null,
  minute timestamptz not null,
  calls integer not null,
  refused integer not null,
  primary key (organization_id, subject_id, minute)
);
create index api_use_old on api_use (minute);

-- Calls a minute: of every application (`applications`), or of whoever holds a role.
create table rate_limits (
  organization_id uuid not null references organizations (id),
  subject text not null,
  per_minute integer not null check (per_minute >= 1),
  primary key (organization_id, subject)
);
