import { Button, Group, Menu, Table } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { MakeKey } from './MakeKey.tsx';
import { type Application, type ApplicationKey, applicationsQuery } from './queries.ts';
import { KIND_WORDS } from './words.ts';

const KINDS = ['key', 'client', 'session'] as const;
type Making = { readonly kind: ApplicationKey['kind']; readonly next: ApplicationKey | null };

/** The keys that hold, and the making, rotating and revoking of them. */
export function Keys({ application }: { application: Application }) {
  const [making, setMaking] = useState<Making | null>(null);
  const [revoking, setRevoking] = useState<ApplicationKey | null>(null);
  const { keys } = application;
  return (
    <Section
      title={`Keys (${keys.length})`}
      note="A secret is shown once, when it is made. What is kept of it opens nothing."
      aside={
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default">New key</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.map((kind) => (
              <Menu.Item key={kind} onClick={() => setMaking({ kind, next: null })}>
                {KIND_WORDS[kind]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      }
    >
      {keys.length === 0 ? (
        <p>It has no key yet.</p>
      ) : (
        <WideTable label="Keys" minWidth={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Begins with</Table.Th>
              <Table.Th>Kind</Table.Th>
              <Table.Th>Made</Table.Th>
              <Table.Th>Last used</Table.Th>
              <Table.Th>Ends</Table.Th>
              <Table.Th aria-label="Change" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map((key) => (
              <Table.Tr key={key.id}>
                <Table.Td>
                  <code>{key.prefix}…</code>
                </Table.Td>
                <Table.Td>{KIND_WORDS[key.kind]}</Table.Td>
                <Table.Td>
                  <When time={key.createdAt} />
                </Table.Td>
                <Table.Td>
                  <When time={key.lastUsedAt} absent="Not yet" />
                </Table.Td>
                <Table.Td>
                  <When time={key.expiresAt} />
                </Table.Td>
                <Table.Td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={`Rotate ${key.prefix}`}
                      onClick={() => setMaking({ kind: key.kind, next: key })}
                    >
                      Rotate
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      aria-label={`Revoke ${key.prefix}`}
                      onClick={() => setRevoking(key)}
                    >
                      Revoke
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {making && <MakeKey application={application} {...making} close={() => setMaking(null)} />}
      {revoking && (
        <Revoke application={application} revoked={revoking} close={() => setRevoking(null)} />
      )}
    </Section>
  );
}

interface RevokeProps {
  application: Application;
  revoked: ApplicationKey;
  close: () => void;
}

function Revoke({ application, revoked, close }: RevokeProps) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => {
      const params = { path: { id: application.id, keyId: revoked.id } };
      return answer(api.POST('/api/v1/applications/{id}/keys/{keyId}/revoke', { params }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: applicationsQuery.queryKey });
      close();
    },
  });
  return (
    <Ask
      title={`Revoke ${revoked.prefix}…`}
      yes="Revoke it"
      grave
      pending={revoke.isPending}
      error={revoke.error}
      act={() => revoke.mutate()}
      close={close}
    >
      It ends at once, with the tokens and sessions that it got. Whatever still uses it is refused.
    </Ask>
  );
}
