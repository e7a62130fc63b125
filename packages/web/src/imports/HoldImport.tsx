import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, newKey, once } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { number } from '../parts/figures.ts';
import { Problem } from '../parts/Problem.tsx';
import { type Import, rememberImport } from './queries.ts';

const PATHS = {
  pause: '/api/v1/imports/{id}/pause',
  resume: '/api/v1/imports/{id}/resume',
  cancel: '/api/v1/imports/{id}/cancel',
} as const;

/** Pauses an import, lets it go on, or ends it where it is. */
export function HoldImport({ of }: { of: Import }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const hold = useMutation({
    mutationFn: (act: keyof typeof PATHS) =>
      answer(api.POST(PATHS[act], { params: { path: { id: of.id } }, headers: once(newKey()) })),
    onSuccess: (one) => {
      setAsking(false);
      rememberImport(queries, one);
    },
  });
  const paused = of.state === 'paused';
  return (
    <>
      <Group>
        <Button
          variant={paused ? 'filled' : 'default'}
          loading={hold.isPending}
          onClick={() => hold.mutate(paused ? 'resume' : 'pause')}
        >
          {paused ? 'Go on' : 'Pause'}
        </Button>
        <Button variant="default" onClick={() => setAsking(true)}>
          Cancel the import
        </Button>
      </Group>
      {!asking && <Problem error={hold.error} />}
      {asking && (
        <Ask
          title="Cancel the import?"
          yes="Cancel the import"
          no="Let it be"
          grave
          pending={hold.isPending}
          error={hold.error}
          act={() => hold.mutate('cancel')}
          close={() => setAsking(false)}
        >
          The {number(of.rowsDone)} rows that were read so far stay as they are. The file is
          deleted; to go on, upload it again: what is known changes nothing.
        </Ask>
      )}
    </>
  );
}
