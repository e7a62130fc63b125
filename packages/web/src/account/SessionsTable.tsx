import { Button, Group, Table } from '@mantine/core';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import type { OpenSession } from './queries.ts';

interface Props {
  sessions: readonly OpenSession[];
  end: (id: string) => void;
}

/** Sessions that hold, of the person or of somebody else; the own one has no button. */
export function SessionsTable({ sessions, end }: Props) {
  if (sessions.length === 0) return <p>Signed in nowhere.</p>;
  return (
    <WideTable label="Sessions" minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Browser</Table.Th>
          <Table.Th>Address</Table.Th>
          <Table.Th>Since</Table.Th>
          <Table.Th>Last used</Table.Th>
          <Table.Th aria-label="Change" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sessions.map((session) => (
          <Table.Tr key={session.id}>
            <Table.Td>{session.browser || 'Not known'}</Table.Td>
            <Table.Td>{session.address}</Table.Td>
            <Table.Td>
              <When time={session.startedAt} />
            </Table.Td>
            <Table.Td>
              <When time={session.lastSeenAt} />
            </Table.Td>
            <Table.Td>
              <Group justify="flex-end">
                {session.own ? (
                  'This one'
                ) : (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    aria-label={`End the session of ${session.browser} at ${session.address}`}
                    onClick={() => end(session.id)}
                  >
                    End
                  </Button>
                )}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
