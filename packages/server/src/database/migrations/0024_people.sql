-- Who came by single sign-on or an invitation may have no password; who left keeps a name in lists.
alter table users alter column password_hash drop not null;
alter table users add column left_at timestamptz;
alter table users drop column failed_sign_ins;
alter table users drop column locked_until;

-- 45 CFR 164.312(a)(2)(iii): automatic logoff. A demonstration alone may do without a second factor.
alter table organizations add column idle_minutes integer not null default 15
  check (idle_minutes between 2 and 60);
alter table organizations add column second_factor_required boolean not null default true;
update organizations set second_factor_required = false where demonstration;
alter table organizations add check (second_factor_required or demonstration);

-- A session begins whole, or waits for its second factor, or for one to be set up.
alter table sessions add column id uuid not null default gen_random_uuid();
alter table sessions add column stage text not null default 'whole'
  check (stage in ('factor', 'enrol', 'whole'));
-- when its user last showed who they are
alter table sessions add column proved_at timestamptz;
update sessions set proved_at = created_at;
alter table sessions alter column proved_at set not null;
alter table sessions add column address text not null default '';
alter table sessions add column browser text not null default '';
alter table sessions add column device_hash bytea;
create index sessions_of_user on sessions (user_id, created_at);

-- WebAuthn credentials (W3C WebAuthn Level 3, section 4: credential record).
create table passkeys (
  credential_id bytea primary key,
  id uuid not null unique,
  user_id uuid not null references users (id),
  name text not null,
  public_key bytea not null,
  -- as the authenticator last told it; one that goes back was copied
  counter bigint not null,
  transports text[] not null,
  -- kept by a provider for several devices
  synced boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_of_user on passkeys (user_id);

-- One authenticator app a user (RFC 6238).
create table totp_secrets (
  organization_id uuid not null references organizations (id),
  user_id uuid not null references users (id),
  -- shown and not yet confirmed by a code
  pending_sealed bytea,
  secret_sealed bytea,
  confirmed_at timestamptz,
  -- of the last code that was taken: none is taken twice (section 5.2)
  last_step bigint not null default 0,
  primary key (organization_id, user_id)
);

-- SHA-256 of 128 random bits each: nothing to guess, so nothing to slow down.
create table recovery_codes (
  user_id uuid not null references users (id),
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table passkey_challenges (
  challenge_hash bytea primary key,
  -- null: whoever signs in by the passkey alone
  user_id uuid references users (id),
  purpose text not null check (purpose in ('enrol', 'prove')),
  expires_at timestamptz not null
);

create table invitations (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  token_hash bytea not null unique,
  email text not null,
  name text not null,
  roles text[] not null check (cardinality(roles) >= 1),
  invited_by uuid references users (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id)
);

-- Browsers that somebody signed in with, by a random cookie.
create table devices (
  user_id uuid not null references users (id),
  device_hash bytea not null,
  id uuid not null unique,
  browser text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- when its user said that it was them; the first one needs no word
  acknowledged_at timestamptz,
  primary key (user_id, device_hash)
);

-- Wrong tries, by what was tried from where; a subject is a hash, since nobody may be behind it.
create table sign_in_failures (
  subject text primary key,
  wrong integer not null,
  last_at timestamptz not null,
  locked_until timestamptz
);
