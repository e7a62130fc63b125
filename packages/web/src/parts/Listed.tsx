import { Button, Skeleton } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './Problem.tsx';

interface Props<One> {
  query: UseInfiniteQueryResult<InfiniteData<{ readonly data: readonly One[] }>>;
  /** In place of the list where there is nothing. */
  empty: ReactNode;
  /** What the button for the next page says. */
  more?: string;
  children: (all: readonly One[]) => ReactNode;
}

/** A list that comes page by page: on its way, failed, empty, there, and the way to more. */
export function Listed<One>({ query, empty, more = 'Show older ones', children }: Props<One>) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const all = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <Problem error={error} retry={() => void refetch()} />
      {isPending && <Skeleton h={240} />}
      {data && (all.length > 0 ? children(all) : empty)}
      {hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {more}
        </Button>
      )}
    </>
  );
}
