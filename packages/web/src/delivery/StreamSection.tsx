import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { Section } from '../parts/Section.tsx';
import { Checks } from './Checks.tsx';
import { Keys } from './Keys.tsx';
import { StreamForm } from './StreamForm.tsx';
import { changeOf, STREAM_WORDS, type Stream } from './streams.ts';

/** One stream: how it sends, what the DNS says of that, what signs it. */
export function StreamSection({ stream, mayWrite }: { stream: Stream; mayWrite: boolean }) {
  const [base, setBase] = useState(stream);
  const [draft, setDraft] = useState(() => changeOf(stream));
  const changed = JSON.stringify(draft) !== JSON.stringify(changeOf(base));
  const take = (now: Stream) => {
    setBase(now);
    setDraft(changeOf(now));
  };
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
      <StreamForm
        saved={base}
        draft={draft}
        put={(some) => setDraft({ ...draft, ...some })}
        take={take}
        changed={changed}
        mayWrite={mayWrite}
      />
      <Checks stream={stream} mayWrite={mayWrite} unsaved={changed} />
      <Keys stream={stream} mayWrite={mayWrite} />
    </Section>
  );
}
