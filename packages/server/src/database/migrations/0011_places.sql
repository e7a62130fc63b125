-- Names of places that can name a person are sealed; a domain belongs to one organization.

-- A domain of one's own is as good as a name: beside a contact's id it is an identifier of 45 CFR
-- 164.514(b)(2)(i), (A) names, (F) e-mail addresses, (O) Internet Protocol addresses of a server at
-- home. So a returned message and the way of a send keep their places sealed. Figures by domain and
-- day (provider_days, sites_seen, tls_results, ...) hold no contact's id, and stay.
--
-- A migration has no keys: what was in clear waits here, and the next start seals it and empties
-- this table. Until then the pages show those places as unknown.
create table unsealed_places (
  organization_id uuid not null references organizations (id),
  kind text not null check (kind in ('returned_mail', 'send_route')),
  bucket smallint not null,
  id text not null,
  names jsonb not null,
  primary key (organization_id, kind, bucket, id)
);

insert into unsealed_places (organization_id, kind, bucket, id, names)
select organization_id, 'returned_mail', bucket, id::text,
  jsonb_build_object('remoteMta', remote_mta, 'provider', provider)
from returned_mail
where remote_mta is not null or provider is not null;

insert into unsealed_places (organization_id, kind, bucket, id, names)
select organization_id, 'send_route', 0, id::text,
  jsonb_build_object('site', site, 'host', host, 'peer', peer)
from send_routes
where host <> '' or site <> '' or peer <> '';

-- {remoteMta, provider}: the host that said it, and who keeps the mailbox
alter table returned_mail
  drop column remote_mta,
  drop column provider,
  add column places_sealed bytea;

drop view told_sends;

alter table send_routes
  drop column site,
  drop column host,
  drop column peer,
  -- {site, host, peer}: MX roll-up, the server that took it, and its address
  add column places_sealed bytea;
-- what was a plain hash of the names could be guessed; a keyed one is made from now on
update send_routes set hash = sha256(convert_to('before 0011: ' || id, 'UTF8'));

-- a dropped column stays on the disk until its table is written anew
alter table returned_mail alter column form type text using form || '';
alter table send_routes alter column tls_verified type text using tls_verified || '';

create view told_sends as
select sends.bucket, sends.organization_id, sends.campaign_id, sends.contact_id, sends.state,
  ruling.verdict, ruling.code, ruling.rule, ruling.authorization_kind, sends.authorization_id,
  ruling.citations, ruling.obligations, ruling.reason, sends.deferrals, sends.due_at,
  sends.settled_at, sends.smtp_code, sends.enhanced_code, sends.reply, sends.way,
  route.hash as route_hash, route.places_sealed as route_sealed,
  route.tls_protocol, route.tls_cipher, route.tls_verified
from sends
left join send_rulings ruling on ruling.id = sends.ruling
left join send_routes route on route.id = sends.route;

-- Whose a domain is: that which signs, and that to which bounces come. One organization's alone, so
-- that mail to its postmaster has one reader.
create table sending_domains (
  domain text primary key,
  organization_id uuid not null references organizations (id)
);

-- Where two organizations have the same one already, neither loses anything: both go on sending as
-- they do. It becomes that one's whose DKIM record was found, else the older one's, which had the
-- postmaster's mail before; the other may keep it, and cannot take it anew.
insert into sending_domains (domain, organization_id)
select distinct on (used.domain) used.domain, used.organization_id
from (
  select lower(domain) as domain, lower(domain) as signs, organization_id, stream from streams
  union
  select lower(return_path_domain), lower(domain), organization_id, stream from streams
) as used
join organizations on organizations.id = used.organization_id
order by used.domain,
  (exists (
    select from domain_checks as found
    where found.organization_id = used.organization_id and found.stream = used.stream
      and found.kind = 'dkim' and found.state = 'ok'
  ) and right('.' || used.domain, length(used.signs) + 1) = '.' || used.signs) desc,
  organizations.number;
