-- What a fact says in free words: the name of the event at which an authorization ends, from a paper or
-- a file, can tell of a person. It is sealed beside the fact, to its contact and its event.
alter table consent_events add column words_sealed bytea;

-- The mail that brings the link of a request did not leave: no way to its receiver was open.
alter table signing_requests add column mail_held boolean not null default false;

-- When a message last relied on a document in a record of its signer that was put together with another.
alter table signed_documents add column relied_at timestamptz;

-- Facts of before, whose words stand in them still: the daily run seals them, and then none is left.
create index consent_events_clear on consent_events (organization_id)
  where fact #> '{document,expiry,name}' is not null;
