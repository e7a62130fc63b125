import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Mark } from '../shell/Mark.tsx';
import classes from './SignInPage.module.css';
import { sessionQuery } from './session.ts';

/** Where an invitation leads: a name, a password, then the second factor. */
export function InvitationPage() {
  const router = useRouter();
  const queries = useQueryClient();
  // after #, so that no server is sent it with the page's address
  const [token] = useState(() => window.location.hash.slice(1) || 'missing-from-the-address');
  const [name, setName] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const invitation = useQuery({
    queryKey: ['invitation'],
    queryFn: () => answer(api.POST('/api/v1/invitations/open', { body: { token } })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const shownName = name ?? invitation.data?.name ?? '';
  const accept = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/invitations/accept', { body: { token, name: shownName, password } }),
      ),
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session);
      router.history.push('/');
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  const field = (of: string) => (accept.error ? problemOf(accept.error).field(of) : undefined);
  return (
    <main className={classes.page} id="main">
      <Mark />
      <PageHeader title="Welcome">
        {invitation.data &&
          `You are invited to ${invitation.data.organization}. You will sign in with ${invitation.data.email}.`}
      </PageHeader>
      <Problem error={invitation.error} />
      {invitation.data && (
        <form onSubmit={submit} className={classes.form}>
          <Problem error={field('password') ? null : accept.error} />
          <TextInput
            label="Your name"
            autoComplete="name"
            required
            withAsterisk={false}
            maxLength={120}
            value={shownName}
            onChange={(event) => setName(event.currentTarget.value)}
            error={field('name')}
          />
          <PasswordInput
            label="A password"
            description="At least 12 characters; a few words in a row are easy to keep."
            autoComplete="new-password"
            required
            withAsterisk={false}
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={field('password')}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          />
          <Button type="submit" loading={accept.isPending} fullWidth>
            Accept the invitation
          </Button>
        </form>
      )}
    </main>
  );
}
