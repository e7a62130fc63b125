import { Button, NativeSelect, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Problem } from '../parts/Problem.tsx';
import classes from './Bounces.module.css';
import { CLASSES, type ReturnClass, returnsQuery } from './bounces.ts';
import { ReadReturned } from './ReadReturned.tsx';
import { ReturnedTable } from './ReturnedTable.tsx';

interface Props {
  chosen: ReturnClass | undefined;
  choose: (chosen: string) => void;
}

/** All that came back, newest first. */
export function Returned({ chosen, choose }: Props) {
  const [reading, read] = useState<string | null>(null);
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(returnsQuery(chosen));
  const all = data?.pages.flatMap((page) => page.data) ?? [];
  const kinds = Object.entries(CLASSES).map(([value, { word }]) => ({ value, label: word }));
  return (
    <>
      <div className={classes.filter}>
        <NativeSelect
          label="Kind"
          value={chosen ?? ''}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[{ value: '', label: 'All' }, ...kinds]}
        />
      </div>
      <Problem error={error} />
      {isPending && <Skeleton h={240} />}
      {data && all.length === 0 && (
        <Empty title={chosen ? 'Nothing of this kind' : 'Nothing came back'}>
          Bounces and complaints come to the return path of each message, and stand here within
          seconds.
        </Empty>
      )}
      {all.length > 0 && <ReturnedTable mail={all} read={read} />}
      {hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show older ones
        </Button>
      )}
      {reading && <ReadReturned id={reading} close={() => read(null)} />}
    </>
  );
}
