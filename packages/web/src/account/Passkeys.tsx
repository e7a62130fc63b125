import { Button, Group, Table } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { AddPasskey } from './AddPasskey.tsx';
import { type Account, accountQuery } from './queries.ts';

type Passkey = Account['passkeys'][number];

interface Props {
  passkeys: readonly Passkey[];
  show: (codes: readonly string[]) => void;
}

/** The passkeys of the person, and one more. */
export function Passkeys({ passkeys, show }: Props) {
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE('/api/v1/account/passkeys/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: accountQuery.queryKey });
      setRemoving(null);
    },
  });
  return (
    <Section
      title="Passkeys"
      note="A passkey signs you in by your fingerprint, face or PIN, without a password, and to this Postern alone."
      aside={
        <Button size="sm" variant="default" onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      }
    >
      {passkeys.length === 0 ? (
        <p>You have none yet.</p>
      ) : (
        <WideTable label="Passkeys" minWidth={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Kept</Table.Th>
              <Table.Th>Added</Table.Th>
              <Table.Th>Last used</Table.Th>
              <Table.Th aria-label="Change" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {passkeys.map((passkey) => (
              <Table.Tr key={passkey.id}>
                <Table.Td>{passkey.name}</Table.Td>
                <Table.Td>{passkey.synced ? 'On several devices' : 'On one device'}</Table.Td>
                <Table.Td>
                  <When time={passkey.createdAt} />
                </Table.Td>
                <Table.Td>
                  <When time={passkey.lastUsedAt} absent="Not yet" />
                </Table.Td>
                <Table.Td>
                  <Group justify="flex-end">
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      aria-label={`Remove ${passkey.name}`}
                      onClick={() => setRemoving(passkey)}
                    >
                      Remove
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {adding && <AddPasskey close={() => setAdding(false)} show={show} />}
      {removing && (
        <Ask
          title={`Remove “${removing.name}”`}
          yes="Remove it"
          grave
          pending={remove.isPending}
          error={remove.error}
          act={() => remove.mutate(removing.id)}
          close={() => setRemoving(null)}
        >
          It signs you in no more. Delete it on your device too, where it stays on offer.
        </Ask>
      )}
    </Section>
  );
}
