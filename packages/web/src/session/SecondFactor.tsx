import { Button, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { askPasskey } from './passkey.ts';
import classes from './SignInPage.module.css';
import type { Session } from './session.ts';

export type Way = 'passkey' | 'totp' | 'recovery_code';

interface Props {
  ways: readonly Way[];
  enter: (session: Session) => void;
  back: () => void;
}

/** What is asked for after the password. */
export function SecondFactor({ ways, enter, back }: Props) {
  const [code, setCode] = useState('');
  const [recovering, setRecovering] = useState(!ways.includes('totp'));
  const give = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/session/factor', { body: { code } })),
    onSuccess: enter,
  });
  const byPasskey = useMutation({
    mutationFn: async () =>
      answer(api.POST('/api/v1/session/passkey', { body: await askPasskey() })),
    onSuccess: enter,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    byPasskey.reset();
    give.mutate();
  };
  const codes = ways.includes('totp') || ways.includes('recovery_code');
  return (
    <>
      <PageHeader title="One more step">Show with something you have that it is you.</PageHeader>
      <form onSubmit={submit} className={classes.form}>
        <Problem error={give.error ?? byPasskey.error} />
        {ways.includes('passkey') && (
          <Button
            fullWidth
            variant={codes ? 'default' : 'filled'}
            leftSection={<IconFingerprint size={18} aria-hidden />}
            loading={byPasskey.isPending}
            onClick={() => {
              give.reset();
              byPasskey.mutate();
            }}
          >
            Use a passkey
          </Button>
        )}
        {codes && (
          <>
            <TextInput
              key={String(recovering)}
              label={recovering ? 'Recovery code' : 'Code of your authenticator app'}
              autoComplete="one-time-code"
              inputMode={recovering ? 'text' : 'numeric'}
              required
              withAsterisk={false}
              autoFocus
              minLength={6}
              maxLength={recovering ? 64 : 9}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <Button type="submit" loading={give.isPending} fullWidth>
              Go on
            </Button>
          </>
        )}
        {ways.includes('totp') && ways.includes('recovery_code') && (
          <Button
            variant="subtle"
            onClick={() => {
              setCode('');
              setRecovering(!recovering);
            }}
          >
            {recovering ? 'Use the authenticator app' : 'Use a recovery code'}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={back}>
          Begin anew
        </Button>
      </form>
    </>
  );
}
