import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, ifMatch, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { problemOf } from '../api/problem.ts';
import { Problem } from '../parts/Problem.tsx';
import { type Permission, sessionQuery } from '../session/session.ts';
import { type Role, type Roles, rolesQuery } from './queries.ts';
import { ClassField, MayField } from './RightsFields.tsx';

interface Props {
  /** Null: a new one. */
  role: Role | null;
  permissions: Roles['permissions'];
  close: () => void;
}

/** A dialog for a role of one's own: its name, its class, its permissions. */
export function RoleDialog({ role, permissions, close }: Props) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [name, setName] = useState(role?.name ?? '');
  const [chosen, setChosen] = useState<readonly string[]>(role?.permissions ?? []);
  const [highestClass, setHighestClass] = useState(role?.highestClass ?? null);
  const save = useMutation({
    mutationFn: () => {
      const picked = permissions.flatMap(({ permission }): Permission[] =>
        chosen.includes(permission) ? [permission] : [],
      );
      const body = { name, permissions: picked, highestClass };
      if (role === null) {
        return answer(api.POST('/api/v1/roles', { body, headers: intent(key, body) }));
      }
      const params = { path: { id: role.id } };
      const headers = ifMatch(role.version ?? 0);
      return answer(api.PUT('/api/v1/roles/{id}', { params, body, headers }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: rolesQuery.queryKey }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      close();
    },
  });
  const fault = (field: string) => (save.error ? problemOf(save.error).field(field) : undefined);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={role === null ? 'New role' : `Change “${role.name}”`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Problem error={save.error} shown={['name', 'highestClass', 'permissions']} />
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fault('name')}
        />
        <ClassField
          description="Each class opens those before it. What is above it is shown as locked."
          value={highestClass}
          onChange={setHighestClass}
          error={fault('highestClass')}
        />
        <MayField
          description="You can give what you may do yourself."
          permissions={permissions}
          value={chosen}
          onChange={setChosen}
          error={fault('permissions')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {role === null ? 'Make it' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
