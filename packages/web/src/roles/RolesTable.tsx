import { Button, Group, Table } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ClassChip } from '../parts/ClassChip.tsx';
import { Section } from '../parts/Section.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { DeleteRole } from './DeleteRole.tsx';
import { type Role, rolesQuery } from './queries.ts';
import { RoleDialog } from './RoleDialog.tsx';

/** Permissions down, roles across, and on top the class that each opens. */
export function RolesTable() {
  const { data } = useSuspenseQuery(rolesQuery);
  const [editing, setEditing] = useState<Role | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Role | null>(null);
  const own = data.data.filter(({ builtIn }) => !builtIn);
  return (
    <>
      <Section
        title={`Roles (${data.data.length})`}
        note="Single people are opened up to the class in the first line."
        aside={<Button onClick={() => setEditing('new')}>New role</Button>}
      >
        <WideTable label="What each role may" minWidth={200 + data.data.length * 120}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>May</Table.Th>
              {data.data.map((role) => (
                <Table.Th key={role.id}>{role.name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Table.Tr>
              <Table.Th scope="row">Highest class</Table.Th>
              {data.data.map(({ id, highestClass }) => (
                <Table.Td key={id}>
                  {highestClass ? <ClassChip of={highestClass} /> : 'None'}
                </Table.Td>
              ))}
            </Table.Tr>
            {data.permissions.map(({ permission, words }) => (
              <Table.Tr key={permission}>
                <Table.Th scope="row">{words}</Table.Th>
                {data.data.map(({ id, permissions }) => (
                  <Table.Td key={id}>
                    {permissions.includes(permission) ? (
                      <IconCheck size={18} role="img" aria-label="Yes" />
                    ) : (
                      <span role="img" aria-label="No">
                        –
                      </span>
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      </Section>
      {own.length > 0 && (
        <Section title={`Roles of your own (${own.length})`}>
          <WideTable label="Roles of your own" minWidth={480}>
            <Table.Tbody>
              {own.map((role) => (
                <Table.Tr key={role.id}>
                  <Table.Th scope="row">{role.name}</Table.Th>
                  <Table.Td>
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        aria-label={`Change ${role.name}`}
                        onClick={() => setEditing(role)}
                      >
                        Change
                      </Button>
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="gray"
                        aria-label={`Delete ${role.name}`}
                        onClick={() => setDeleting(role)}
                      >
                        Delete
                      </Button>
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </WideTable>
        </Section>
      )}
      {editing && (
        <RoleDialog
          role={editing === 'new' ? null : editing}
          permissions={data.permissions}
          close={() => setEditing(null)}
        />
      )}
      {deleting && <DeleteRole role={deleting} close={() => setDeleting(null)} />}
    </>
  );
}
