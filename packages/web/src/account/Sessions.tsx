import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { accountQuery, type OpenSession } from './queries.ts';
import { SessionsTable } from './SessionsTable.tsx';

/** Where the person is signed in; each is ended by one press. */
export function Sessions({ sessions }: { sessions: readonly OpenSession[] }) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: accountQuery.queryKey });
  const end = useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } })),
    onSettled,
  });
  const endOthers = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/account/sessions/end-others')),
    onSettled,
  });
  return (
    <Section
      title="Sessions"
      note="Where you are signed in now."
      aside={
        <Button
          size="sm"
          variant="default"
          disabled={sessions.length < 2}
          loading={endOthers.isPending}
          onClick={() => endOthers.mutate()}
        >
          End all others
        </Button>
      }
    >
      <Problem error={end.error ?? endOthers.error} />
      <SessionsTable sessions={sessions} end={(id) => end.mutate(id)} />
    </Section>
  );
}
