import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Figure } from '../../parts/Figure.tsx';
import type { Segment } from '../../segments/queries.ts';
import { segmentCountQuery } from './queries.ts';

/** How many are in a segment now. */
export function SegmentCount({ segment }: { segment: Segment }) {
  const { data, isError } = useQuery(segmentCountQuery(segment));
  if (isError) return <span>?</span>;
  if (!data) return <Skeleton h={20} w={56} />;
  return (
    <span>
      <Figure value={data.count} /> {data.count === 1 ? 'person' : 'people'}
    </span>
  );
}
