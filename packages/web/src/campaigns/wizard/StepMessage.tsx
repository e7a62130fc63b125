import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Choice } from '../../parts/Choice.tsx';
import { ClassChip } from '../../parts/ClassChip.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { ButtonLink, TextLink } from '../../parts/links.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { templatesQuery } from '../../templates/queries.ts';
import { TemplateGlance } from './TemplateGlance.tsx';
import type { Drafting } from './use-draft.ts';

export function StepMessage({ draft: { draft, change } }: { draft: Drafting }) {
  const { data, error, isPending } = useQuery(templatesQuery);
  if (isPending) return <Skeleton h={240} />;
  if (error) return <Problem error={error} />;
  if (data.data.length === 0) {
    return (
      <Empty
        title="No template yet"
        action={<ButtonLink to="/templates/new">New template</ButtonLink>}
      >
        A template is the message itself: subject, text, and fields that are filled in for each
        person. This draft waits for you.
      </Empty>
    );
  }
  const options = data.data.map((template) => ({
    value: template.id,
    label: template.name,
    note: template.subject,
    aside: <ClassChip of={template.class} />,
  }));
  const chosen = data.data.find(({ id }) => id === draft.templateId);
  return (
    <>
      <Choice
        label="What do they get?"
        value={draft.templateId}
        options={options}
        choose={(templateId) => change({ templateId })}
      />
      <TextLink to="/templates/new">Make another template</TextLink>
      {chosen && <TemplateGlance template={chosen} />}
    </>
  );
}
