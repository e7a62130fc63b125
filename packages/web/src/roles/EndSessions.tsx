import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { type User, usersQuery } from './queries.ts';

/** Asks before somebody is signed out everywhere. */
export function EndSessions({ user, close }: { user: User; close: () => void }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/users/{id}/end-sessions', { params: { path: { id: user.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: usersQuery.queryKey });
      close();
    },
  });
  return (
    <Ask
      title={`End the sessions of ${user.name}`}
      yes="End them"
      pending={end.isPending}
      error={end.error}
      act={() => end.mutate()}
      close={close}
    >
      They are signed out everywhere, at once. What they did not save is lost; they can sign in
      again.
    </Ask>
  );
}
