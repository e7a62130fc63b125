import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Section } from '../parts/Section.tsx';
import { useEdited } from '../parts/use-edited.ts';
import { Checks } from './Checks.tsx';
import { Keys } from './Keys.tsx';
import { StreamForm } from './StreamForm.tsx';
import { changeOf, STREAM_WORDS, type Stream, streamsQuery, withStream } from './streams.ts';

/** One stream: how it sends, what the DNS says of that, what signs it. */
export function StreamSection({ stream, mayWrite }: { stream: Stream; mayWrite: boolean }) {
  const queries = useQueryClient();
  const edited = useEdited(stream, changeOf, (now) =>
    queries.setQueryData(streamsQuery.queryKey, (before) => withStream(before, now)),
  );
  const { title, note } = STREAM_WORDS[stream.stream];
  return (
    <Section title={title} note={note}>
      {stream.missing.map((sentence) => (
        <Alert
          key={sentence}
          variant="outline"
          color="brick"
          mb="md"
          icon={<IconAlertTriangle aria-hidden />}
          title="No campaign can be launched on it now"
        >
          {sentence}
        </Alert>
      ))}
      {stream.advice.map((sentence) => (
        <Alert key={sentence} variant="outline" color="gray" mb="md" title="Better mended">
          {sentence}
        </Alert>
      ))}
      <StreamForm edited={edited} mayWrite={mayWrite} />
      <Checks stream={stream} mayWrite={mayWrite} unsaved={edited.changed} />
      <Keys stream={stream} mayWrite={mayWrite} />
    </Section>
  );
}
