import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { PeopleTable } from '../contacts/PeopleTable.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Problem } from '../parts/Problem.tsx';
import { peopleQuery, type Segment } from './queries.ts';

/** Who is in a saved segment now. */
export function SegmentPeople({ segment }: { segment: Segment }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(peopleQuery(segment.id));
  const people = data?.pages.flatMap((page) => page.data) ?? [];
  if (isPending) return <Skeleton h={320} aria-label="Fetching the people" />;
  if (error) return <Problem error={error} />;
  if (people.length === 0) {
    return (
      <Empty title="Nobody is in it now">The conditions as they were saved find nobody.</Empty>
    );
  }
  return (
    <>
      <PeopleTable people={people} label={`People in ${segment.name}`} />
      {hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}
