-- Each send is updated once, at its end. Where its page has room for the new row, no index is touched:
-- 45 % of a page at first, since a settled row is longer than one that waits.
alter table sends set (fillfactor = 45);

-- With the campaign in it, so that either index finds one send without a look at the others of the
-- person: while statistics are those of a new table, PostgreSQL takes now this one, now the other.
drop index sends_contact;
create index sends_contact on sends (bucket, organization_id, contact_id, campaign_id);
