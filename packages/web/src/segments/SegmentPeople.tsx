import { useInfiniteQuery } from '@tanstack/react-query';
import { PeopleTable } from '../contacts/PeopleTable.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Listed } from '../parts/Listed.tsx';
import { peopleQuery, type Segment } from './queries.ts';

/** Who is in a saved segment now. */
export function SegmentPeople({ segment }: { segment: Segment }) {
  const people = useInfiniteQuery(peopleQuery(segment.id));
  return (
    <Listed
      query={people}
      more="Show more"
      empty={
        <Empty title="Nobody is in it now">The conditions as they were saved find nobody.</Empty>
      }
    >
      {(all) => <PeopleTable people={all} label={`People in ${segment.name}`} />}
    </Listed>
  );
}
