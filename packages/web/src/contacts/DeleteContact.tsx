import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { shownDay } from '../parts/days.ts';
import { Section } from '../parts/Section.tsx';

/** Deletes a person, after it was said what goes and what stays. */
export function DeleteContact({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <Section title="Delete this contact">
      <Button variant="default" onClick={() => setAsking(true)}>
        Delete…
      </Button>
      {asking && <AskToDelete id={id} close={() => setAsking(false)} />}
    </Section>
  );
}

function AskToDelete({ id, close }: { id: string; close: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/contacts/{id}', { params: { path: { id } } })),
    onSuccess: async ({ keptUntil }) => {
      notifications.show({
        message:
          keptUntil === null
            ? 'The contact is deleted.'
            : `The contact is deleted. What they allowed and refused is kept until ${shownDay(keptUntil)}.`,
      });
      await navigate({ to: '/contacts', ignoreBlocker: true });
      queries.removeQueries({ queryKey: ['contacts', id] });
      await queries.invalidateQueries({ queryKey: ['contacts', 'list'] });
    },
  });
  return (
    <Ask
      title="Delete this contact"
      yes="Delete them"
      grave
      pending={remove.isPending}
      error={remove.error}
      act={() => remove.mutate()}
      close={close}
    >
      <p>
        Name, address and everything else that is known of them goes, and what waits for them to
        pick up. This cannot be taken back.
      </p>
      <p style={{ marginBottom: 0 }}>
        What they refused stays: whoever is put on file again with the same address or record number
        has refused it still. What they signed, allowed and refused is kept for six years, as the
        law asks (45 CFR 164.530(j)).
      </p>
    </Ask>
  );
}
