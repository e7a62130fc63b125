import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Facts } from '../../parts/Facts.tsx';
import { MailFrame } from '../../parts/MailFrame.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Section } from '../../parts/Section.tsx';
import { FileList } from '../../templates/attachments/FileList.tsx';
import { attachmentUrl } from '../../templates/attachments/use-attachments.ts';
import type { Template } from '../../templates/queries.ts';
import { compiledQuery } from './queries.ts';

/** The chosen message as it stands, its fields not filled in yet. */
export function TemplateGlance({ template }: { template: Template }) {
  const { data, error } = useQuery(compiledQuery(template));
  const problem = data?.problems[0];
  return (
    <Section title="How it looks" note="Fields in braces are filled in for each person.">
      <Facts
        facts={[
          ['Subject', template.subject],
          ['Preheader', template.preheader],
        ]}
      />
      <Problem error={error} />
      {problem && <p>{problem.sentence}</p>}
      {data?.html ? (
        <MailFrame title={`Preview of ${template.name}`} html={data.html} height={480} />
      ) : (
        // as high as the frame on its desk, so that nothing below moves when it comes
        !error && !problem && <Skeleton h={514} />
      )}
      <FileList files={template.attachments} href={({ id }) => attachmentUrl(template.id, id)} />
    </Section>
  );
}
