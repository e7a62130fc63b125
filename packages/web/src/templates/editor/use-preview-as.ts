import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../../api/client.ts';
import type { Person } from '../../contacts/queries.ts';
import type { Source } from '../queries.ts';

/** The source as one person would get it. Asked for by hand: each look is an entry in the audit. */
export function usePreviewAs(source: Source, templateId: string | undefined) {
  const [person, setPerson] = useState<Person | null>(null);
  const render = useMutation({
    mutationFn: ({ contactId, of }: { contactId: string; of: Source }) =>
      answer(
        api.POST('/api/v1/templates/preview', {
          body: { ...of, contactId, ...(templateId !== undefined && { templateId }) },
        }),
      ),
  });
  const look = (at: Person) => {
    setPerson(at);
    render.mutate({ contactId: at.id, of: source });
  };
  return {
    person,
    look,
    again: () => person && look(person),
    leave: () => {
      setPerson(null);
      render.reset();
    },
    result: person ? render.data : undefined,
    pending: render.isPending,
    error: render.error,
    stale:
      person !== null &&
      render.isSuccess &&
      JSON.stringify(render.variables.of) !== JSON.stringify(source),
  };
}

export type PreviewingAs = ReturnType<typeof usePreviewAs>;
