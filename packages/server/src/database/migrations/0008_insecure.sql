-- Attempts that found no TLS to be trusted, apart from those that were put off for other causes: after
-- some of them, hours apart, the message goes the way that its stream has for that.
alter table sends add column insecure smallint not null default 0;
