import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Mark } from '../shell/Mark.tsx';
import classes from './SignInPage.module.css';
import { sessionQuery } from './session.ts';

const route = getRouteApi('/sign-in');

/** Sign in, and go back to where one was. */
export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/session', { body: { email, password } })),
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session);
      router.history.push(next ?? '/');
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className={classes.page} id="main">
      <Mark />
      <PageHeader title="Sign in">
        {next && next !== '/' && 'You will be back where you were.'}
      </PageHeader>
      <form onSubmit={submit} className={classes.form}>
        <Problem error={signIn.error} />
        <TextInput
          label="Email"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
        />
        <Button type="submit" loading={signIn.isPending} fullWidth>
          Sign in
        </Button>
      </form>
      <p className={classes.note}>
        Forgot the password? Whoever looks after this Postern can set a new one.
      </p>
    </main>
  );
}
