import { Button, Group, Table } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { Invite } from './Invite.tsx';
import { type Invitation, invitationsQuery, rolesQuery } from './queries.ts';

function stateOf({ acceptedAt, revokedAt, expiresAt }: Invitation) {
  if (acceptedAt) return { words: 'Accepted', time: acceptedAt, open: false };
  if (revokedAt) return { words: 'Taken back', time: revokedAt, open: false };
  const expired = Date.parse(expiresAt) <= Date.now();
  return { words: expired ? 'Expired' : 'Open until', time: expiresAt, open: !expired };
}

/** Who was invited and what became of it, and one more. */
export function Invitations() {
  const queries = useQueryClient();
  const { data: invitations } = useSuspenseQuery(invitationsQuery);
  const { data: roles } = useSuspenseQuery(rolesQuery);
  const [inviting, setInviting] = useState(false);
  const revoke = useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE('/api/v1/invitations/{id}', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const nameOf = (id: string) =>
    roles.data.find((role) => role.id === id)?.name ?? 'A deleted role';
  return (
    <Section
      title="Invitations"
      note="A link works once, for 7 days."
      aside={
        <Button size="sm" onClick={() => setInviting(true)}>
          Invite somebody
        </Button>
      }
    >
      <Problem error={revoke.error} />
      {invitations.length === 0 ? (
        <p>Nobody was invited yet.</p>
      ) : (
        <WideTable label="Invitations" minWidth={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Roles</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th aria-label="Change" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {invitations.map((one) => {
              const { words, time, open } = stateOf(one);
              return (
                <Table.Tr key={one.id}>
                  <Table.Td>
                    {one.name}
                    <br />
                    <span style={{ color: 'var(--mantine-color-dimmed)' }}>{one.email}</span>
                  </Table.Td>
                  <Table.Td>{one.roles.map(nameOf).join(', ')}</Table.Td>
                  <Table.Td>
                    {words} <When inSentence time={time} />
                  </Table.Td>
                  <Table.Td>
                    <Group justify="flex-end">
                      {open && (
                        <Button
                          size="compact-sm"
                          variant="subtle"
                          color="gray"
                          aria-label={`Take back the invitation of ${one.name}`}
                          onClick={() => revoke.mutate(one.id)}
                        >
                          Take back
                        </Button>
                      )}
                    </Group>
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </WideTable>
      )}
      {inviting && <Invite roles={roles.data} close={() => setInviting(false)} />}
    </Section>
  );
}
