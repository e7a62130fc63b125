import { Button, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { number } from '../parts/figures.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { AddForward } from './AddForward.tsx';
import classes from './Audit.module.css';
import { forwardsQuery } from './queries.ts';

/** Where the ledger is told on, and how far each place is behind. */
export function Forwards() {
  const queries = useQueryClient();
  const mayWrite = useMay('settings:write');
  const [adding, setAdding] = useState(false);
  const forwards = useQuery(forwardsQuery);
  const remove = useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE('/api/v1/audit/forwards/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audit'] }),
  });
  const all = forwards.data ?? [];
  return (
    <Section
      title="Forwarding"
      note="Each entry goes on to these places, in order. What does not arrive is tried again; nothing waits for it."
      aside={
        mayWrite && (
          <Button variant="default" onClick={() => setAdding(true)}>
            Forward to a place
          </Button>
        )
      }
    >
      <Problem error={forwards.error ?? remove.error} />
      {forwards.isSuccess && all.length === 0 && (
        <p className={classes.about}>The audit is forwarded to no place.</p>
      )}
      {all.length > 0 && (
        <WideTable label="Places that the audit is forwarded to" minWidth={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Place</Table.Th>
              <Table.Th data-figures="right">Waiting</Table.Th>
              <Table.Th>Last arrived</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th aria-label="End" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map(({ id, kind, name, place, waiting, problem, arrivedAt }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  {name} ({kind === 'syslog' ? 'syslog' : 'webhook'}, {place})
                </Table.Td>
                <Table.Td data-figures="right">{number(waiting)}</Table.Td>
                <Table.Td>{arrivedAt ? <When time={arrivedAt} /> : 'Never'}</Table.Td>
                <Table.Td>
                  {problem ?? (waiting === 0 ? 'All has arrived.' : 'On its way.')}
                </Table.Td>
                <Table.Td>
                  {mayWrite && (
                    <Button
                      variant="subtle"
                      loading={remove.isPending && remove.variables === id}
                      onClick={() => remove.mutate(id)}
                      aria-label={`End the forwarding to ${name}`}
                    >
                      End
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {adding && <AddForward close={() => setAdding(false)} />}
    </Section>
  );
}
