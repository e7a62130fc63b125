-- What came home is forgotten after a while; the row stays. Null: it was deleted.
alter table returned_mail alter column source_sealed drop not null;
