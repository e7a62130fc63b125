import { Skeleton, VisuallyHidden } from '@mantine/core';

/** What stands in for a page while it comes: about the size that it will have. */
export function PageSkeleton() {
  return (
    <div aria-busy="true">
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      <Skeleton h={34} w={240} mb={30} />
      {Array.from({ length: 8 }, (_, row) => (
        <Skeleton key={row} h={40} mb={8} />
      ))}
    </div>
  );
}
