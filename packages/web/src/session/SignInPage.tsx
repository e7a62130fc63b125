import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Mark } from '../shell/Mark.tsx';
import { askPasskey, havePasskeys } from './passkey.ts';
import { SecondFactor, type Way } from './SecondFactor.tsx';
import classes from './SignInPage.module.css';
import { type Session, sessionQuery } from './session.ts';

const route = getRouteApi('/sign-in');

/** Sign in, and go back to where one was. */
export function SignInPage() {
  const { next, awaited } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [ways, setWays] = useState<readonly Way[] | null>(null);
  const [left, setLeft] = useState(false);
  const [missing, setMissing] = useState(false);
  const startAnew = () => {
    setWays(null);
    setLeft(true);
  };
  const enter = (session: Session) => {
    queries.setQueryData(sessionQuery.queryKey, session);
    router.history.push(next ?? '/');
  };
  const signIn = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/session', { body: { email, password } })),
    onSuccess: (found) => ('ways' in found ? setWays(found.ways) : enter(found)),
  });
  const byPasskey = useMutation({
    mutationFn: async () =>
      answer(api.POST('/api/v1/session/passkey', { body: await askPasskey() })),
    onSuccess: enter,
  });
  const elsewhere = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/session/single-sign-on', { body: { email, ...(next && { next }) } }),
      ),
    onSuccess: ({ address }) => {
      if (address !== null) window.location.assign(address);
    },
  });
  const waiting = useQuery({
    queryKey: ['session', 'awaited'],
    queryFn: () => answer(api.POST('/api/v1/session/awaited')),
    enabled: awaited === true,
    retry: false,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    byPasskey.reset();
    signIn.mutate();
  };
  const asked = ways ?? (left ? null : (waiting.data?.ways ?? null));
  if (asked) {
    return (
      <main className={classes.page} id="main">
        <Mark />
        <SecondFactor ways={asked} enter={enter} back={startAnew} />
      </main>
    );
  }
  return (
    <main className={classes.page} id="main">
      <Mark />
      <PageHeader title="Sign in">
        {next && next !== '/' && 'You will be back where you were.'}
      </PageHeader>
      <form onSubmit={submit} className={classes.form}>
        <Problem error={signIn.error ?? byPasskey.error ?? elsewhere.error} />
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
        {havePasskeys() && (
          <Button
            variant="default"
            fullWidth
            leftSection={<IconFingerprint size={18} aria-hidden />}
            loading={byPasskey.isPending}
            onClick={() => {
              signIn.reset();
              byPasskey.mutate();
            }}
          >
            Use a passkey
          </Button>
        )}
        <Button
          variant="default"
          fullWidth
          loading={elsewhere.isPending || Boolean(elsewhere.data?.address)}
          onClick={() => {
            setMissing(!email.includes('@'));
            if (email.includes('@')) elsewhere.mutate();
          }}
        >
          Single sign-on
        </Button>
        <div role="status">
          {missing && 'Type your address first: it tells where you sign in.'}
          {!missing &&
            elsewhere.data?.address === null &&
            'This address signs in here, by password or passkey.'}
        </div>
      </form>
      <p className={classes.note}>
        Forgot the password? Whoever looks after this Postern can set a new one.
      </p>
    </main>
  );
}
