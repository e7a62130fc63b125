import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Section } from '../parts/Section.tsx';
import { accountQuery } from './queries.ts';

interface Props {
  left: number;
  show: (codes: readonly string[]) => void;
}

/** How many codes are left for when all else is lost, and new ones. */
export function RecoveryCodes({ left, show }: Props) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const make = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/account/recovery-codes')),
    onSuccess: async ({ recoveryCodes }) => {
      await queries.invalidateQueries({ queryKey: accountQuery.queryKey });
      setAsking(false);
      show(recoveryCodes);
    },
  });
  return (
    <Section
      title="Recovery codes"
      note="Each signs you in once in place of a code of the app, when your phone is lost."
      aside={
        <Button size="sm" variant="default" onClick={() => setAsking(true)}>
          Make new codes
        </Button>
      }
    >
      <p>{left === 0 ? 'You have none.' : `${left} of 10 are left.`}</p>
      {asking && (
        <Ask
          title="Make new recovery codes"
          yes="Make them"
          pending={make.isPending}
          error={make.error}
          act={() => make.mutate()}
          close={() => setAsking(false)}
        >
          The earlier codes count no more.
        </Ask>
      )}
    </Section>
  );
}
