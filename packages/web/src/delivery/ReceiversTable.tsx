import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { number } from '../parts/figures.ts';
import { Name } from '../parts/Name.tsx';
import { WideTable } from '../parts/WideTable.tsx';
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

/** By name, and what goes for the rest at last. */
const inOrder = (receivers: readonly Receiver[]) =>
  receivers.toSorted(
    (a, b) =>
      Number(a.suffix === '*') - Number(b.suffix === '*') ||
      a.label.localeCompare(b.label) ||
      a.suffix.localeCompare(b.suffix),
  );

/** The table of known receivers. */
export function ReceiversTable({ receivers }: { receivers: readonly Receiver[] }) {
  const mayWrite = useMay('delivery:write');
  const [edited, edit] = useState<Receiver | null>(null);
  return (
    <>
      <WideTable label="What receivers like" minWidth={720} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Receiver</Table.Th>
            <Table.Th>Mail servers end in</Table.Th>
            <Table.Th data-figures="right">Connections</Table.Th>
            <Table.Th data-figures="right">Messages on each</Table.Th>
            <Table.Th data-figures="right">Per second</Table.Th>
            <Table.Th>Figures</Table.Th>
            {mayWrite && <Table.Th aria-label="Edit" />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inOrder(receivers).map((one) => (
            <Table.Tr key={one.suffix}>
              <Table.Td>{one.label}</Table.Td>
              <Table.Td>
                {one.suffix === '*' ? 'anything else' : <Name>{one.suffix}</Name>}
              </Table.Td>
              <Table.Td data-figures="right">{number(one.connections)}</Table.Td>
              <Table.Td data-figures="right">{number(one.messagesPerConnection)}</Table.Td>
              <Table.Td data-figures="right">{number(one.perSecond)}</Table.Td>
              <Table.Td className={classes.quiet}>
                {one.version > 0 ? 'Yours' : 'Built in'}
              </Table.Td>
              {mayWrite && (
                <Table.Td data-figures="right">
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={`Edit ${one.label}${one.suffix === '*' ? '' : `, ${one.suffix}`}`}
                    onClick={() => edit(one)}
                  >
                    Edit
                  </Button>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {mayWrite && (
        <Button variant="default" mt="md" onClick={() => edit(NEW)}>
          Add a receiver
        </Button>
      )}
      {edited && <EditReceiver saved={edited} close={() => edit(null)} />}
    </>
  );
}
