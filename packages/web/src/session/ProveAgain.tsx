import { Button, Group, Modal, PasswordInput, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState, useSyncExternalStore } from 'react';
import { accountQuery } from '../account/queries.ts';
import { answerAgain, isAsked, onAsked } from '../api/again.ts';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { signInSettingsQuery } from '../roles/queries.ts';
import { askPasskey, havePasskeys } from './passkey.ts';

/** Asks again who it is, before a sensitive act; what was asked for goes on afterwards. */
export function ProveAgain() {
  const asked = useSyncExternalStore(onAsked, isAsked);
  return asked ? <Dialog /> : null;
}

function Dialog() {
  const { data: account } = useQuery(accountQuery);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const needsCode = account !== undefined && (account.totp || account.passkeys.length > 0);
  const prove = useMutation({
    mutationFn: async (by: 'passkey' | 'password') => {
      const body =
        by === 'passkey'
          ? { passkey: await askPasskey() }
          : { password, ...(needsCode && { code }) };
      return answer(api.POST('/api/v1/session/reauthenticate', { body }));
    },
    onSuccess: () => answerAgain(true),
  });
  const { data: settings } = useQuery(signInSettingsQuery);
  const elsewhere = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/session/single-sign-on/prove', {
          body: {
            ...(code !== '' && { code }),
            next: window.location.pathname + window.location.search,
          },
        }),
      ),
    onSuccess: ({ address }) => {
      if (address !== null) window.location.assign(address);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    prove.mutate('password');
  };
  return (
    <Modal
      opened
      onClose={() => answerAgain(false)}
      title="Show again that it is you"
      closeButtonProps={{ 'aria-label': 'Close' }}
      zIndex={400}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <div>
          What you are about to do is sensitive. You are asked once, then not for five minutes.
        </div>
        <Problem error={prove.error ?? elsewhere.error} />
        {havePasskeys() && account !== undefined && account.passkeys.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconFingerprint size={18} aria-hidden />}
            loading={prove.isPending && prove.variables === 'passkey'}
            onClick={() => prove.mutate('passkey')}
          >
            Use a passkey
          </Button>
        )}
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
        />
        {needsCode && (
          <TextInput
            label="Code of your authenticator app, or a recovery code"
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            minLength={6}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        {settings?.singleSignOn === true && (
          <Button
            variant="default"
            loading={elsewhere.isPending}
            onClick={() => elsewhere.mutate()}
          >
            At your identity provider, then press again
          </Button>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => answerAgain(false)}>
            Cancel
          </Button>
          <Button type="submit" loading={prove.isPending && prove.variables === 'password'}>
            Go on
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
