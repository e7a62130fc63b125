-- Which import wrote a contact last: where its data came from, and that an earlier row of the same file
-- was about the same person. Nobody compared the hash.
alter table contacts add column import_id uuid, drop column content_hash;

-- One writer of contacts at a time in an organization: its row is the queue. The version tells a writer
-- whether anybody else wrote since it did.
create table contact_writers (
  organization_id uuid primary key,
  version bigint not null
);

alter table imports drop constraint imports_state_check;
alter table imports
  add constraint imports_state_check check (
    state in ('uploading', 'uploaded', 'running', 'paused', 'done', 'failed', 'cancelled')),
  -- where the data came from; null for those from before this was asked
  add column source text check (source in ('own_records', 'sign_up', 'event', 'partner')),
  -- what becomes of an address that cannot be a person's
  add column addresses text not null default 'keep' check (addresses in ('keep', 'drop')),
  add column impossible_addresses integer not null default 0,
  add column role_addresses integer not null default 0,
  add column disposable_addresses integer not null default 0,
  -- marks of record numbers that no contact bears; 0 saves the look for them
  add column number_marks integer not null default 0,
  -- milliseconds in which rows were written: pauses and waiting do not count
  add column worked_ms bigint not null default 0,
  -- why it does not go on by itself at the moment, in a sentence
  add column waiting text;

-- Many rejected rows are sealed as one, from this line on; those from before are one each, with their
-- reason beside them.
alter table import_rejects alter column reason drop not null, add column rows integer not null default 1;

-- Rows that were imported with an address that cannot be a person's: sealed as the rejected ones are.
create table import_warnings (
  organization_id uuid not null,
  import_id uuid not null,
  line integer not null,
  rows integer not null,
  rows_sealed bytea not null,
  primary key (organization_id, import_id, line)
);
