import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { Directory } from './Directory.tsx';
import { bodyOf, type Draft, draftOf } from './draft.ts';
import { ProviderFields } from './ProviderFields.tsx';
import { singleSignOnQuery } from './queries.ts';
import { RuleFields } from './RuleFields.tsx';

/** How people sign in at the organization's own identity provider. */
export function SingleSignOn() {
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(singleSignOnQuery);
  const { connection, addresses } = data;
  const [draft, setDraft] = useState<Draft>(() => draftOf(connection));
  const change = (over: Partial<Draft>) => setDraft((before) => ({ ...before, ...over }));
  const again = () => queries.invalidateQueries({ queryKey: singleSignOnQuery.queryKey });
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.PUT('/api/v1/single-sign-on', {
          body: bodyOf(draft),
          ...(connection && { headers: ifMatch(connection.version) }),
        }),
      ),
    onSuccess: async () => {
      change({ clientSecret: '' });
      await again();
    },
  });
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/single-sign-on')),
    onSuccess: async () => {
      setDraft(draftOf(null));
      await again();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    remove.reset();
    save.mutate();
  };
  return (
    <>
      <Section
        title="Identity provider"
        note="What you save is tried first: nothing is kept that does not answer."
      >
        <form onSubmit={submit} style={{ display: 'grid', gap: 16, maxWidth: 640 }}>
          <Problem error={save.error ?? remove.error} />
          <ProviderFields
            draft={draft}
            change={change}
            addresses={addresses}
            kept={connection?.provider.kind === 'oidc'}
          />
          <RuleFields draft={draft} change={change} />
          <Group>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
            {connection && (
              <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
                Take single sign-on away
              </Button>
            )}
          </Group>
          {save.isSuccess && <p role="status">Saved.</p>}
        </form>
      </Section>
      <Directory data={data} />
    </>
  );
}
