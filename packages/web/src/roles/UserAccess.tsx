import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SessionsTable } from '../account/SessionsTable.tsx';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useSession } from '../session/session.ts';
import { type User, userSessionsQuery, usersQuery } from './queries.ts';

const ASKED = {
  reset: {
    title: 'Remove the second factors of',
    yes: 'Remove them',
    words:
      'Their passkeys, authenticator app and recovery codes count no more, and they are signed out. At the next sign-in they set up new ones. Make sure that it is they who asked.',
  },
  remove: {
    title: 'Remove',
    yes: 'Remove them',
    words:
      'They are signed out at once and sign in no more. What they did stays in the audit under their name.',
  },
} as const;

/** How somebody signs in and where they are; what an administrator can end. */
export function UserAccess({ user, close }: { user: User; close: () => void }) {
  const queries = useQueryClient();
  const own = useSession().user.id === user.id;
  const sessions = useQuery(userSessionsQuery(user.id));
  const [asking, setAsking] = useState<keyof typeof ASKED | null>(null);
  const params = { path: { id: user.id } };
  const end = useMutation({
    mutationFn: (session: string) =>
      answer(
        api.DELETE('/api/v1/users/{id}/sessions/{session}', {
          params: { path: { id: user.id, session } },
        }),
      ),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: userSessionsQuery(user.id).queryKey });
      await queries.invalidateQueries({ queryKey: usersQuery.queryKey });
    },
  });
  const act = useMutation({
    mutationFn: async (what: keyof typeof ASKED): Promise<unknown> =>
      what === 'remove'
        ? answer(api.DELETE('/api/v1/users/{id}', { params }))
        : answer(api.POST('/api/v1/users/{id}/reset-factors', { params })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: usersQuery.queryKey });
      close();
    },
  });
  if (asking) {
    const { title, yes, words } = ASKED[asking];
    return (
      <Ask
        title={`${title} ${user.name}`}
        yes={yes}
        grave
        pending={act.isPending}
        error={act.error}
        act={() => act.mutate(asking)}
        close={() => setAsking(null)}
      >
        {words}
      </Ask>
    );
  }
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={`How ${user.name} signs in`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div style={{ display: 'grid', gap: 16 }}>
        <Facts
          facts={[
            ['Passkeys', String(user.passkeys)],
            ['Authenticator app', user.totp ? 'Set up' : 'None'],
            [
              'Wrong tries',
              user.lockedUntil &&
                'So many that a password waits; a passkey, and a browser they used before, do not.',
            ],
          ]}
        />
        <Problem error={sessions.error ?? end.error} />
        {sessions.data && <SessionsTable sessions={sessions.data} end={(id) => end.mutate(id)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking('reset')}>
            Remove second factors
          </Button>
          {!own && (
            <Button variant="default" onClick={() => setAsking('remove')}>
              Remove this person
            </Button>
          )}
        </Group>
      </div>
    </Modal>
  );
}
