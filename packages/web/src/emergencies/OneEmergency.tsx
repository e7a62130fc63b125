import { Button, Drawer, Skeleton, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { TextLink } from '../parts/links.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { useSession } from '../session/session.ts';
import { type Emergency, emergencyQuery } from './queries.ts';

/** One emergency: why, what was done, what its review found. */
export function OneEmergency({ id, close }: { id: string; close: () => void }) {
  const { data, error, isPending } = useQuery(emergencyQuery(id));
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title="Emergency access"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Problem error={error} />
      {isPending && <Skeleton h={240} />}
      {data && (
        <>
          <Section title={`${data.userName}: why`}>
            <p style={{ whiteSpace: 'pre-wrap' }}>{data.reason}</p>
            <p>
              From <When inSentence time={data.begunAt} /> to{' '}
              <When inSentence time={data.endedAt ?? data.endsAt} />.{' '}
              {data.noticedAt
                ? 'The privacy officers were written to.'
                : 'No mail could be sent to the privacy officers.'}
            </p>
            {data.runs && <EndIt id={id} />}
          </Section>
          <Section title={`What was done (${data.acts.length})`}>
            <ul>
              {data.acts.map(({ at, sentence, contactId }, place) => (
                <li key={place}>
                  {sentence} <When time={at} />
                  {contactId && (
                    <>
                      {' '}
                      <TextLink to="/contacts/$id" params={{ id: contactId }} preload={false}>
                        Whom
                      </TextLink>
                    </>
                  )}
                </li>
              ))}
            </ul>
          </Section>
          <Review one={data} />
        </>
      )}
    </Drawer>
  );
}

function EndIt({ id }: { id: string }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/emergencies/{id}/end', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['emergencies'] }),
  });
  return (
    <>
      <Problem error={end.error} />
      <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
        End it now
      </Button>
    </>
  );
}

function Review({ one }: { one: Emergency }) {
  const queries = useQueryClient();
  const { user } = useSession();
  const [review, setReview] = useState('');
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/emergencies/{id}/review', {
          params: { path: { id: one.id } },
          body: { review },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['emergencies'] }),
  });
  if (one.reviewedAt !== null) {
    return (
      <Section title="Review">
        <p style={{ whiteSpace: 'pre-wrap' }}>{one.review}</p>
        <p>
          {one.reviewedBy}, <When inSentence time={one.reviewedAt} />
        </p>
      </Section>
    );
  }
  if (one.runs) return null;
  if (one.userId === user.id) {
    return <Section title="Review">This was your own: somebody else has to review it.</Section>;
  }
  return (
    <Section title="Review">
      <div style={{ display: 'grid', gap: 16, justifyItems: 'start' }}>
        <Textarea
          w="100%"
          label="What you found"
          description="Was it needed, and was no more looked at than it needed?"
          maxLength={4000}
          autosize
          minRows={3}
          value={review}
          onChange={(event) => setReview(event.currentTarget.value)}
        />
        <Problem error={save.error} />
        <Button
          loading={save.isPending}
          disabled={review.trim().length < 3}
          onClick={() => save.mutate()}
        >
          Note the review
        </Button>
      </div>
    </Section>
  );
}
