import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { type Role, rolesQuery } from './queries.ts';

/** Asks before a role of one's own is gone. */
export function DeleteRole({ role, close }: { role: Role; close: () => void }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/v1/roles/{id}', { params: { path: { id: role.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: rolesQuery.queryKey });
      close();
    },
  });
  return (
    <Ask
      title={`Delete the role “${role.name}”`}
      yes="Delete it"
      grave
      pending={remove.isPending}
      error={remove.error}
      act={() => remove.mutate()}
      close={close}
    >
      It can be deleted once nobody holds it.
    </Ask>
  );
}
