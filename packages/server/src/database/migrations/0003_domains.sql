-- The two streams of an organization (marketing and transactional mail have their own domains,
-- addresses and reputations), several keys for a domain, and what the DNS was found to say.

create table streams (
  organization_id uuid not null references organizations (id),
  stream text not null check (stream in ('marketing', 'transactional')),
  -- the domain that signs
  domain text not null,
  from_name text not null,
  from_address text not null,
  reply_to text,
  -- null: the machine chooses
  local_address text,
  -- the domain of the envelope's sender, to which bounces come
  return_path_domain text not null,
  version integer not null default 1,
  primary key (organization_id, stream)
);

insert into streams (organization_id, stream, domain, from_name, from_address, return_path_domain)
select id, stream, sending_domain, from_name, from_address, 'bounces.' || sending_domain
from organizations cross join (values ('marketing'), ('transactional')) as both_of_them (stream);

alter table dkim_keys
  add column algorithm text not null default 'rsa-sha256'
    check (algorithm in ('rsa-sha256', 'ed25519-sha256')),
  -- pending: not signing before its record is seen in the DNS
  add column state text not null default 'active' check (state in ('pending', 'active', 'retired')),
  add column retired_at timestamptz;

create table domain_checks (
  organization_id uuid not null references organizations (id),
  stream text not null check (stream in ('marketing', 'transactional')),
  kind text not null check (kind in ('spf', 'dkim', 'dmarc', 'mx', 'ptr', 'blocklist')),
  -- what of it: a selector, an address, a zone and an address
  subject text not null,
  state text not null check (state in ('ok', 'wrong', 'missing', 'unknown')),
  sentence text not null,
  -- what to publish
  records jsonb not null,
  checked_at timestamptz not null,
  primary key (organization_id, stream, kind, subject)
);
