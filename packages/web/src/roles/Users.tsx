import { Button, Group, Table } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { EndSessions } from './EndSessions.tsx';
import { GiveRoles } from './GiveRoles.tsx';
import { rolesQuery, type User, usersQuery } from './queries.ts';
import { UserAccess } from './UserAccess.tsx';

/** Everybody with their roles and sessions. */
export function Users() {
  const { data: users } = useSuspenseQuery(usersQuery);
  const { data: roles } = useSuspenseQuery(rolesQuery);
  const [giving, setGiving] = useState<User | null>(null);
  const [ending, setEnding] = useState<User | null>(null);
  const [looking, setLooking] = useState<User | null>(null);
  const nameOf = (id: string) =>
    roles.data.find((role) => role.id === id)?.name ?? 'A role that was deleted';
  return (
    <Section title={`People (${users.length})`}>
      <WideTable label="People" minWidth={720}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Roles</Table.Th>
            <Table.Th>Last seen</Table.Th>
            <Table.Th ta="right">Sessions</Table.Th>
            <Table.Th aria-label="Change" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Table.Tr key={user.id}>
              <Table.Td>
                {user.name}
                <br />
                <span style={{ color: 'var(--mantine-color-dimmed)' }}>{user.email}</span>
              </Table.Td>
              <Table.Td>{user.roles.map(nameOf).join(', ')}</Table.Td>
              <Table.Td>
                <When time={user.lastSeenAt} absent="Not yet" />
              </Table.Td>
              <Table.Td data-figures="right">{user.sessions}</Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={`Change the roles of ${user.name}`}
                    onClick={() => setGiving(user)}
                  >
                    Roles
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={`Signing in of ${user.name}`}
                    onClick={() => setLooking(user)}
                  >
                    Signing in
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    disabled={user.sessions === 0}
                    aria-label={`End sessions of ${user.name}`}
                    onClick={() => setEnding(user)}
                  >
                    End sessions
                  </Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {giving && <GiveRoles user={giving} roles={roles.data} close={() => setGiving(null)} />}
      {looking && <UserAccess user={looking} close={() => setLooking(null)} />}
      {ending && <EndSessions user={ending} close={() => setEnding(null)} />}
    </Section>
  );
}
