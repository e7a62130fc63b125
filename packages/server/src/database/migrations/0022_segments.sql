-- What a segment is called where its name would tell too much: "Segment 3". Counted by organization,
-- and never given twice: a label that changed hands would mislead.
alter table organizations add column segments_made integer not null default 0;
alter table segments add column number integer;
update segments set number = counted.number
from (
  select organization_id, id,
    row_number() over (partition by organization_id order by created_at, id) as number
  from segments
) as counted
where segments.organization_id = counted.organization_id and segments.id = counted.id;
alter table segments alter column number set not null;
alter table segments add unique (organization_id, number);
update organizations set segments_made =
  (select count(*) from segments where segments.organization_id = organizations.id);
