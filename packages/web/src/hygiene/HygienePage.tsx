import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { useMay } from '../session/session.ts';
import { Addresses } from './Addresses.tsx';
import { Duplicates } from './Duplicates.tsx';
import { LookState } from './LookState.tsx';
import { hygieneQuery } from './queries.ts';
import { Unengaged } from './Unengaged.tsx';

const TITLE = 'Hygiene';

export function HygienePage() {
  return useMay('people:read') ? <Hygiene /> : <NotForRole title={TITLE} needs="people:read" />;
}

/** Records that may be one person, addresses that are nobody's, people who do not engage. */
function Hygiene() {
  const queries = useQueryClient();
  const mayWrite = useMay('contacts:write');
  const maySegment = useMay('segments:write');
  const { data } = useSuspenseQuery({
    ...hygieneQuery,
    refetchInterval: ({ state }) => (state.data?.look?.state === 'running' ? 1_000 : false),
  });
  const start = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/hygiene/look')),
    // the job begins within a second
    onSuccess: () =>
      setTimeout(() => void queries.invalidateQueries({ queryKey: ['hygiene'] }), 1_500),
  });
  const running = data.look?.state === 'running';
  return (
    <>
      <PageHeader
        title={TITLE}
        action={
          mayWrite && (
            <Button
              loading={start.isPending || running}
              variant={data.look === null ? 'filled' : 'default'}
              onClick={() => start.mutate()}
            >
              Look over all contacts
            </Button>
          )
        }
      >
        Records that may be one person, and addresses that are hardly a patient’s own. Looked over
        each night when contacts were changed.
      </PageHeader>
      <Problem error={start.error} />
      <LookState look={data.look} />
      <Section
        title="Addresses"
        note="Nobody is deleted. An address that is written to no more stays on file."
      >
        <Addresses findings={data.findings} look={data.look} />
      </Section>
      {maySegment && (
        <Section
          title="People who do not engage"
          note="Providers hold it against a sender when mail is not opened. A program may load pictures by itself, so opened is not read."
        >
          <Unengaged />
        </Section>
      )}
      <Section
        title="May be one person"
        note="Two records of one person are written to twice, and an opt-out of one says nothing to the other."
      >
        <Duplicates look={data.look?.finishedAt ?? null} counts={data.pairs} />
      </Section>
    </>
  );
}
