import { Button, Table } from '@mantine/core';
import type { AnswerOf } from '@postern/sdk';
import { useState } from 'react';
import { shownDay } from '../parts/days.ts';
import { Empty } from '../parts/Empty.tsx';
import { number } from '../parts/figures.ts';
import { WideTable } from '../parts/WideTable.tsx';
import { EditWarmUp } from './EditWarmUp.tsx';
import type { WarmUp } from './shaping.ts';

interface Props {
  listed: AnswerOf<'listWarmUps'>;
  mayWrite: boolean;
}

/** Who is warming up, and how much of today's allowance is gone. */
export function WarmUps({ listed, mayWrite }: Props) {
  const [edited, edit] = useState<WarmUp | null>(null);
  const fresh = (): WarmUp => ({
    subject: '',
    startedOn: new Date().toISOString().slice(0, 10),
    plan: listed.defaultPlan,
    enabled: true,
    allowedToday: null,
    takenToday: 0,
    version: 0,
  });
  const add = mayWrite && (
    <Button variant="default" onClick={() => edit(fresh())}>
      Add a warm-up
    </Button>
  );
  return (
    <>
      {listed.data.length === 0 ? (
        <Empty title="Nothing is warming up" action={add}>
          Begin one before the first mailing from a new domain or a new address.
        </Empty>
      ) : (
        <>
          <WideTable label="Warm-up" minWidth={560}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Domain or address</Table.Th>
                <Table.Th>Since</Table.Th>
                <Table.Th data-figures="right">Allowed today</Table.Th>
                <Table.Th data-figures="right">Used today</Table.Th>
                {mayWrite && <Table.Th aria-label="Edit" />}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {listed.data.map((one) => (
                <Table.Tr key={one.subject}>
                  <Table.Td>{one.subject}</Table.Td>
                  <Table.Td>{shownDay(one.startedOn)}</Table.Td>
                  <Table.Td data-figures="right">{allowed(one)}</Table.Td>
                  <Table.Td data-figures="right">{number(one.takenToday)}</Table.Td>
                  {mayWrite && (
                    <Table.Td data-figures="right">
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        aria-label={`Edit ${one.subject}`}
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
          <div style={{ marginTop: 16 }}>{add}</div>
        </>
      )}
      {edited && <EditWarmUp saved={edited} close={() => edit(null)} />}
    </>
  );
}

function allowed({ enabled, allowedToday }: WarmUp): string {
  if (!enabled) return 'Switched off';
  return allowedToday === null ? 'No limit any more' : number(allowedToday);
}
