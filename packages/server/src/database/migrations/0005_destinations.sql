-- Where the mail of a domain goes, and how secure the way there was.

-- Policies of MTA-STS, RFC 8461: public, so they belong to no organization. A row without a policy
-- is a domain whose policy was announced and could never be fetched.
create table sts_policies (
  domain text primary key,
  id text,
  mode text check (mode in ('enforce', 'testing', 'none')),
  mx text[],
  max_age integer,
  fetched_at timestamptz,
  failing_id text,
  failing_since timestamptz
);

-- Daily figures in the words of RFC 8460: counts of connections, no person.
create table tls_results (
  organization_id uuid not null references organizations (id),
  day date not null,
  policy_domain text not null,
  policy_type text not null check (policy_type in ('tlsa', 'sts', 'no-policy-found')),
  -- empty where no server was reached
  mx_host text not null,
  result_type text not null,
  count bigint not null,
  primary key (organization_id, day, policy_domain, policy_type, mx_host, result_type)
);
