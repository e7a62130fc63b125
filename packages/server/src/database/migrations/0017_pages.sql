-- What segments read. Values of many contacts stand side by side, one attribute of one page of up to
-- 1,000 contacts in a row, so that a question about an attribute reads that attribute alone
-- (docs/decisions/attributes.md has the shapes that were measured). A contact has a place in its
-- bucket: page * 1,000 + slot.
create table contact_pages (
  bucket smallint not null,
  organization_id uuid not null,
  -- of attribute_definitions.number; 0: who is there, and whether they have an address; -1: their ids
  attribute integer not null,
  page smallint not null,
  data bytea not null,
  primary key (bucket, organization_id, attribute, page)
) with (toast_tuple_target = 8160);
-- numbers compress badly, and a page of most kinds fits into one of PostgreSQL's
alter table contact_pages alter column data set storage main;

-- What texts and codes are called in pages: their tokens, under numbers of each attribute's own. What
-- a code lies under is here too, whether or not anybody has it, so that E11 finds E11.9. No entry is
-- ever changed or deleted: processes remember them.
create table attribute_values (
  organization_id uuid not null,
  attribute integer not null,
  token bytea not null,
  number integer not null,
  under integer[] not null default '{}',
  primary key (organization_id, attribute, token),
  unique (organization_id, attribute, number)
);

-- Null until the contact's values are in pages: those from before are put there at the next start.
alter table contacts add column place integer;
create index contacts_without_place on contacts (bucket, organization_id) where place is null;
drop table contact_values;

-- the keys of a contact follow from what is sealed, and are found by their own bucket
drop index contact_keys_contact;
