-- A message in doubt that waits to be sent again (transactional mail): should nothing come of that,
-- it may have arrived all the same.
alter table sends add column doubted boolean not null default false;
