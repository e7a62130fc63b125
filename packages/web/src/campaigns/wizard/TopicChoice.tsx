import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Choice } from '../../parts/Choice.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { isInUse, topicsQuery } from '../../topics/queries.ts';

interface Props {
  topicId: string | null;
  choose: (topicId: string | null) => void;
}

/** Whoever left the topic gets nothing of it. Where there is none, there is nothing to ask. */
export function TopicChoice({ topicId, choose }: Props) {
  const { data, error, isPending } = useQuery(topicsQuery);
  if (isPending) return <Skeleton h={120} />;
  if (error) return <Problem error={error} />;
  const offered = data.data.filter((topic) => isInUse(topic) || topic.id === topicId);
  if (offered.length === 0) return null;
  return (
    <Choice
      label="Which topic is it about?"
      description="People choose topics on the page that every message links to. Who left this one does not get it."
      columns
      value={topicId ?? ''}
      options={[
        { value: '', label: 'None of them' },
        ...offered.map((topic) => ({
          value: topic.id,
          label: topic.name,
          note: isInUse(topic) ? topic.description : 'Archived: choose another one, or none.',
        })),
      ]}
      choose={(chosen) => choose(chosen === '' ? null : chosen)}
    />
  );
}
