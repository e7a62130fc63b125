import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Section } from '../parts/Section.tsx';
import { accountQuery } from './queries.ts';
import { SetUpTotp } from './SetUpTotp.tsx';

interface Props {
  on: boolean;
  show: (codes: readonly string[]) => void;
}

/** The authenticator app of the person: set up, changed or removed. */
export function Totp({ on, show }: Props) {
  const queries = useQueryClient();
  const [setting, setSetting] = useState(false);
  const [removing, setRemoving] = useState(false);
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/account/totp')),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: accountQuery.queryKey });
      setRemoving(false);
    },
  });
  return (
    <Section
      title="Authenticator app"
      note="An app on your phone shows a new code every 30 seconds; you type it after your password."
      aside={
        <Button size="sm" variant="default" onClick={() => setSetting(true)}>
          {on ? 'Set up another app' : 'Set up an app'}
        </Button>
      }
    >
      <p>{on ? 'An app is set up.' : 'None is set up.'}</p>
      {on && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setRemoving(true)}>
          Remove the app
        </Button>
      )}
      {setting && <SetUpTotp close={() => setSetting(false)} show={show} />}
      {removing && (
        <Ask
          title="Remove the authenticator app"
          yes="Remove it"
          grave
          pending={remove.isPending}
          error={remove.error}
          act={() => remove.mutate()}
          close={() => setRemoving(false)}
        >
          Its codes count no more.
        </Ask>
      )}
    </Section>
  );
}
