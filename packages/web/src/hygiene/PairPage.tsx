import { Button, Group, SimpleGrid } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { contactQuery } from '../contacts/queries.ts';
import { Standing } from '../contacts/Standing.tsx';
import { Ask } from '../parts/Ask.tsx';
import { Choice } from '../parts/Choice.tsx';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useMay } from '../session/session.ts';
import { type Chosen, CompareTable } from './CompareTable.tsx';
import { comparedQuery } from './queries.ts';
import { reasonsSentence } from './words.ts';

const route = getRouteApi('/shell/hygiene/pairs/$one/$other');

export function PairPage() {
  return useMay('people:read') ? (
    <OnePair />
  ) : (
    <NotForRole title="Two records" needs="people:read" />
  );
}

/** Two records side by side: whether they are one person, and what then stays. */
function OnePair() {
  const { one, other } = route.useParams();
  const { data } = useSuspenseQuery(comparedQuery(one, other));
  const mayWrite = useMay('contacts:write');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [stays, keep] = useState<'one' | 'other'>('one');
  const [chosen, choose] = useState<Chosen>({});
  const [asked, ask] = useState(false);
  const [key] = useState(newKey);
  const forget = () => queries.invalidateQueries({ queryKey: ['hygiene'] });
  const [into, from] = stays === 'one' ? [data.one, data.other] : [data.other, data.one];
  const merge = useMutation({
    mutationFn: () => {
      const values = Object.fromEntries(
        Object.entries(chosen).map(([name, side]) => [name, side === stays ? 'into' : 'from']),
      ) as Record<string, 'into' | 'from'>;
      const body = {
        ...{ into: into.id, from: from.id, values },
        intoUpdatedAt: into.updatedAt,
        fromUpdatedAt: from.updatedAt,
      };
      return answer(
        api.POST('/api/v1/hygiene/duplicates/merge', { body, headers: intent(key, body) }),
      );
    },
    onSuccess: async ({ id }) => {
      await navigate({ to: '/contacts/$id', params: { id } });
      queries.removeQueries({ queryKey: ['contacts'] });
      void forget();
    },
  });
  const apart = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/hygiene/duplicates/apart', { body: { one, other } })),
    onSuccess: async () => {
      await navigate({ to: '/hygiene' });
      void forget();
    },
  });
  return (
    <>
      <PageHeader
        title="Are these one person?"
        tab="Two records"
        above={<TextLink to="/hygiene">Hygiene</TextLink>}
      >
        {data.reasons.length > 0 && reasonsSentence(data.reasons)}
      </PageHeader>
      <CompareTable of={data} chosen={chosen} choose={mayWrite ? choose : null} />
      <SimpleGrid cols={{ base: 1, md: 2 }} mt="md">
        <Stands id={data.one.id} title="Where the first stands" />
        <Stands id={data.other.id} title="Where the second stands" />
      </SimpleGrid>
      {mayWrite && (
        <>
          <Choice
            label="Which record stays"
            description="Its id stays in other systems; the other leads to it. Both record numbers find it."
            value={stays}
            choose={keep}
            options={[
              {
                value: 'one',
                label: 'The first',
                note: data.one.recordNumber ?? 'No record number',
              },
              {
                value: 'other',
                label: 'The second',
                note: data.other.recordNumber ?? 'No record number',
              },
            ]}
            columns
          />
          <Problem error={apart.error} />
          <Group mt="md">
            <Button onClick={() => ask(true)}>Make one record of them</Button>
            <Button variant="default" loading={apart.isPending} onClick={() => apart.mutate()}>
              Not the same person
            </Button>
          </Group>
        </>
      )}
      {asked && (
        <Ask
          title="Make one record of them"
          yes="Make one record"
          pending={merge.isPending}
          error={merge.error}
          act={() => merge.mutate()}
          close={() => ask(false)}
        >
          All that either allowed and refused stays, the stricter word counts, and both histories
          are shown together. This cannot be taken back by a button; what the other record said is
          kept for 90 days, sealed, so that a mistake can be amended.
        </Ask>
      )}
    </>
  );
}

/** What they have allowed and refused, before both become one. */
function Stands({ id, title }: { id: string; title: string }) {
  // under a key of its own: the page of who stays has to ask anew
  const { data } = useSuspenseQuery({ ...contactQuery(id), queryKey: ['hygiene', 'stands', id] });
  return <Standing contact={data} title={title} />;
}
