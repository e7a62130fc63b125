import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { number } from '../parts/figures.ts';
import { useMay } from '../session/session.ts';
import { EditReceiver } from './EditReceiver.tsx';
import classes from './Shaping.module.css';
import type { Receiver } from './shaping.ts';

const NEW: Receiver = {
  suffix: '',
  label: '',
  connections: 10,
  messagesPerConnection: 100,
  perSecond: 100,
  tlsRequired: false,
  version: 0,
};

/** The table of known receivers, most exact first. */
export function ReceiversTable({ receivers }: { receivers: readonly Receiver[] }) {
  const mayWrite = useMay('settings:write');
  const [edited, edit] = useState<Receiver | null>(null);
  return (
    <>
      <Table.ScrollContainer
        minWidth={720}
        scrollAreaProps={{ tabIndex: 0, role: 'region', 'aria-label': 'What receivers like' }}
      >
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Receiver</Table.Th>
              <Table.Th>Mail servers end in</Table.Th>
              <Table.Th data-figures="right">Connections</Table.Th>
              <Table.Th data-figures="right">Messages on each</Table.Th>
              <Table.Th data-figures="right">A second</Table.Th>
              <Table.Th>From</Table.Th>
              {mayWrite && <Table.Th aria-label="Edit" />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {receivers.map((one) => (
              <Table.Tr key={one.suffix}>
                <Table.Td>{one.label}</Table.Td>
                <Table.Td>{one.suffix === '*' ? 'anything' : one.suffix}</Table.Td>
                <Table.Td data-figures="right">{number(one.connections)}</Table.Td>
                <Table.Td data-figures="right">{number(one.messagesPerConnection)}</Table.Td>
                <Table.Td data-figures="right">{number(one.perSecond)}</Table.Td>
                <Table.Td className={classes.quiet}>
                  {one.version > 0 ? 'You' : 'Built in'}
                </Table.Td>
                {mayWrite && (
                  <Table.Td data-figures="right">
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={`Edit ${one.label}, ${one.suffix}`}
                      onClick={() => edit(one)}
                    >
                      Edit
                    </Button>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {mayWrite && (
        <Button variant="default" mt="md" onClick={() => edit(NEW)}>
          Add a receiver
        </Button>
      )}
      {edited && <EditReceiver saved={edited} close={() => edit(null)} />}
    </>
  );
}
