import { Alert, Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';
import { type Application, applicationsQuery } from './queries.ts';
import { RESTRICTED_WORDS } from './words.ts';

/** Why it is restricted, and the press by which a person lets it go on. */
export function Restricted({ application }: { application: Application }) {
  const { id, restrictedAt, restrictedWhy, restrictedNetwork } = application;
  const queries = useQueryClient();
  const release = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/applications/{id}/release', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: applicationsQuery.queryKey }),
  });
  if (restrictedAt === null || restrictedWhy === null) return null;
  return (
    <Alert
      color="amber"
      icon={<IconLock size={18} aria-hidden />}
      title="Restricted by itself"
      mb="xl"
    >
      <p style={{ margin: '0 0 12px' }}>
        Since <When inSentence time={restrictedAt} /> all its calls are refused, since{' '}
        {RESTRICTED_WORDS[restrictedWhy]}
        {restrictedNetwork === null ? '' : `: ${restrictedNetwork}`}. Ask whoever runs it whether
        that was them. If it was not, revoke its keys first.
      </p>
      <Problem error={release.error} />
      <Button variant="default" loading={release.isPending} onClick={() => release.mutate()}>
        {restrictedNetwork === null ? 'Let it go on' : 'Let it go on, from there too'}
      </Button>
    </Alert>
  );
}
