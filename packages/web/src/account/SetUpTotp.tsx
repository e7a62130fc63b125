import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { Copy } from '../parts/Copy.tsx';
import { Problem } from '../parts/Problem.tsx';
import { QrCode } from '../parts/QrCode.tsx';
import classes from './Account.module.css';
import { accountQuery } from './queries.ts';

interface Props {
  close: () => void;
  /** Told the recovery codes that come with the first second factor. */
  show: (codes: readonly string[]) => void;
}

/** A dialog with the secret as a picture and as text, that takes the first code. */
export function SetUpTotp({ close, show }: Props) {
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const begun = useQuery({
    queryKey: ['new-totp'],
    queryFn: () => answer(api.POST('/api/v1/account/totp')),
    staleTime: Number.POSITIVE_INFINITY,
    // a secret is not kept, nor made twice for one dialog
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const confirm = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/account/totp/confirm', { body: { code } })),
    onSuccess: async ({ recoveryCodes }) => {
      await queries.invalidateQueries({ queryKey: accountQuery.queryKey });
      close();
      if (recoveryCodes) show(recoveryCodes);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      title="Set up an authenticator app"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Problem error={begun.error} />
        {begun.data && (
          <>
            <div>Scan this with the app, or type the secret into it.</div>
            <QrCode alt="The secret as a QR code" value={begun.data.uri} />
            <Group>
              <code className={classes.secret}>{begun.data.secret}</code>
              <Copy what="secret" of="authenticator app" value={begun.data.secret} />
            </Group>
          </>
        )}
        <TextInput
          label="Code that the app shows"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          minLength={6}
          maxLength={9}
          data-autofocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={confirm.error ? problemOf(confirm.error).message : undefined}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={confirm.isPending} disabled={!begun.data}>
            Take it into use
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
