import { Button, Group, Table } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { isInUse, type Topic, topicsQuery } from '../topics/queries.ts';
import classes from './Settings.module.css';
import { TopicDialog } from './TopicDialog.tsx';

/** What the organization writes about, as people can leave it. */
export function Topics({ mayWrite }: { mayWrite: boolean }) {
  const { data } = useSuspenseQuery(topicsQuery);
  const [editing, setEditing] = useState<Topic | 'new' | null>(null);
  const [archiving, setArchiving] = useState<Topic | null>(null);
  const live = data.data.filter(isInUse);
  const gone = data.data.filter((topic) => !isInUse(topic));
  const add = mayWrite && <Button onClick={() => setEditing('new')}>New topic</Button>;
  return (
    <Section
      title={`Topics (${live.length})`}
      note="What you write about. Each message links to a page where a person leaves some topics and keeps others; a campaign about one does not go to those who left it."
      aside={live.length > 0 && add}
    >
      {live.length === 0 ? (
        <Empty title="No topic yet" action={add || undefined}>
          Without topics a person can only take all of your mailings or none. Name what you write
          about so that nothing shows what anybody is treated for.
        </Empty>
      ) : (
        <WideTable label="Topics" minWidth={480}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>What people read of it</Table.Th>
              <Table.Th>
                <span style={{ position: 'absolute', clipPath: 'inset(50%)' }}>Change</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {live.map((topic) => (
              <Table.Tr key={topic.id}>
                <Table.Td>{topic.name}</Table.Td>
                <Table.Td className={classes.dim}>{topic.description}</Table.Td>
                <Table.Td>
                  {mayWrite && (
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        aria-label={`Change ${topic.name}`}
                        onClick={() => setEditing(topic)}
                      >
                        Change
                      </Button>
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="gray"
                        aria-label={`Archive ${topic.name}`}
                        onClick={() => setArchiving(topic)}
                      >
                        Archive
                      </Button>
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {gone.length > 0 && (
        <details style={{ marginTop: 16 }}>
          <summary>Archived ({gone.length})</summary>
          <ul>
            {gone.map(({ id, name, archivedAt }) => (
              <li key={id}>
                {name}, archived: <When time={archivedAt} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {editing && (
        <TopicDialog topic={editing === 'new' ? null : editing} close={() => setEditing(null)} />
      )}
      {archiving && <Archive topic={archiving} close={() => setArchiving(null)} />}
    </Section>
  );
}

function Archive({ topic, close }: { topic: Topic; close: () => void }) {
  const queries = useQueryClient();
  const archive = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/topics/{id}/archive', {
          params: { path: { id: topic.id } },
          headers: ifMatch(topic.version),
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: topicsQuery.queryKey }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['campaigns'] });
      close();
    },
  });
  return (
    <Ask
      title={`Archive “${topic.name}”`}
      yes="Archive it"
      pending={archive.isPending}
      error={archive.error}
      act={() => archive.mutate()}
      close={close}
    >
      It is no longer offered to anybody, and a draft about it cannot be sent until another topic is
      chosen, or none. Campaigns that run go on, and who left it stays on file. This cannot be taken
      back.
    </Ask>
  );
}
