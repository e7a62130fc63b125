import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { sessionQuery } from '../session/session.ts';
import { type Role, type User, usersQuery } from './queries.ts';

interface Props {
  user: User;
  roles: readonly Role[];
  close: () => void;
}

/** A dialog for which roles somebody holds. One that the viewer has not cannot be given. */
export function GiveRoles({ user, roles, close }: Props) {
  const queries = useQueryClient();
  const [held, setHeld] = useState<readonly string[]>(user.roles);
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.PUT('/api/v1/users/{id}/roles', {
          params: { path: { id: user.id } },
          body: { roles: [...held] },
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: usersQuery.queryKey }),
        queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      ]);
      close();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={`Roles of ${user.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Checkbox.Group
          label="Roles"
          description="They add up. A change counts from the next thing that they do."
          value={[...held]}
          onChange={setHeld}
        >
          <div style={{ display: 'grid', gap: 12, marginTop: 12 }}>
            {roles.map((role) => (
              <Checkbox
                key={role.id}
                value={role.id}
                label={role.name}
                description={
                  role.givable
                    ? role.summary || 'A role of your own.'
                    : `${role.summary} It opens more than your own roles, so you cannot give it.`
                }
                disabled={!role.givable && !user.roles.includes(role.id)}
              />
            ))}
          </div>
        </Checkbox.Group>
        <Problem error={save.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={held.length === 0}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
