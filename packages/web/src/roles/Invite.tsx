import { Button, Checkbox, Group, Modal, Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { Copy } from '../parts/Copy.tsx';
import { Problem } from '../parts/Problem.tsx';
import { invitationsQuery, type Role } from './queries.ts';

interface Props {
  roles: readonly Role[];
  close: () => void;
}

/** A dialog that invites somebody; a link that was not mailed is shown this once. */
export function Invite({ roles, close }: Props) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [by, setBy] = useState<'mail' | 'link'>('mail');
  const invite = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/invitations', { body: { name, email, roles: chosen, by } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const fault = (field: string) =>
    invite.error ? problemOf(invite.error).field(field) : undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  const made = invite.data;
  if (made) {
    return (
      <Modal
        opened
        onClose={close}
        title={made.link === null ? 'The invitation is on its way' : 'Hand this link over'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div style={{ display: 'grid', gap: 16 }}>
          {made.link === null ? (
            <div>It was mailed to {email}.</div>
          ) : (
            <>
              <div>
                {by === 'mail' && 'No mail could leave. '}The link is shown this once. Give it to{' '}
                {name} in a way that nobody else reads.
              </div>
              <code style={{ overflowWrap: 'anywhere' }}>{made.link}</code>
              <Copy what="link" of="invitation" value={made.link} />
            </>
          )}
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </div>
      </Modal>
    );
  }
  return (
    <Modal
      opened
      onClose={close}
      title="Invite somebody"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Problem error={(fault('email') ?? fault('roles')) ? null : invite.error} />
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={120}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fault('name')}
        />
        <TextInput
          label="Email"
          type="email"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fault('email')}
        />
        <Checkbox.Group label="Roles" value={chosen} onChange={setChosen} error={fault('roles')}>
          <div style={{ display: 'grid', gap: 8, margin: '8px 0' }}>
            {roles.map(({ id, name: role, givable }) => (
              <Checkbox key={id} value={id} label={role} disabled={!givable} />
            ))}
          </div>
        </Checkbox.Group>
        <Radio.Group
          label="How it reaches them"
          value={by}
          onChange={(value) => setBy(value === 'link' ? 'link' : 'mail')}
        >
          <div style={{ display: 'grid', gap: 8, margin: '8px 0' }}>
            <Radio value="mail" label="By mail" />
            <Radio value="link" label="I hand the link over" />
          </div>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending} disabled={chosen.length === 0}>
            Invite
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
