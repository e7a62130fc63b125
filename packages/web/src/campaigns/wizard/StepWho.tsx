import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Choice } from '../../parts/Choice.tsx';
import { ClassChip } from '../../parts/ClassChip.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { ButtonLink, TextLink } from '../../parts/links.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { segmentsQuery } from '../../segments/queries.ts';
import { SegmentCount } from './SegmentCount.tsx';
import type { Drafting } from './use-draft.ts';

export function StepWho({ draft: { draft, change } }: { draft: Drafting }) {
  const { data, error, isPending } = useQuery(segmentsQuery);
  if (isPending) return <Skeleton h={240} />;
  if (error) return <Problem error={error} />;
  if (data.data.length === 0) {
    return (
      <Empty
        title="No segment yet"
        action={<ButtonLink to="/segments/new">New segment</ButtonLink>}
      >
        A segment says who: “people with diabetes who have not been here for a year”. This draft
        waits for you.
      </Empty>
    );
  }
  const options = data.data.map((segment) => ({
    value: segment.id,
    label: segment.name,
    note: segment.problems[0] ?? segment.sentence,
    disabled: segment.locked || segment.problems.length > 0,
    aside: (
      <>
        {!segment.locked && segment.problems.length === 0 && <SegmentCount segment={segment} />}
        <ClassChip
          of={segment.locked && segment.class ? segment.class.sensitivity : segment.class}
        />
      </>
    ),
  }));
  return (
    <>
      <Choice
        label="Who should get it?"
        description="The gate is asked about each of them before anything is sent."
        value={draft.segmentId}
        options={options}
        choose={(segmentId) => change({ segmentId })}
      />
      <TextLink to="/segments/new">Make another segment</TextLink>
    </>
  );
}
