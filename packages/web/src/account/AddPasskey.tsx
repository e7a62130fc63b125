import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { Problem } from '../parts/Problem.tsx';
import { addPasskey } from '../session/passkey.ts';
import { accountQuery } from './queries.ts';

interface Props {
  close: () => void;
  /** Told the recovery codes that come with the first second factor. */
  show: (codes: readonly string[]) => void;
}

/** A dialog that names a new passkey and has the browser make it. */
export function AddPasskey({ close, show }: Props) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => addPasskey(name),
    onSuccess: async ({ recoveryCodes }) => {
      await queries.invalidateQueries({ queryKey: accountQuery.queryKey });
      close();
      if (recoveryCodes) show(recoveryCodes);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      title="Add a passkey"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Problem error={add.error} />
        <TextInput
          label="Name"
          description="To tell it from others: the device that keeps it."
          placeholder="My laptop"
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>
            Go on
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
