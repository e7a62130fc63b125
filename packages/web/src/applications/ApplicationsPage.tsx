import { Button, Table } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ClassChip } from '../parts/ClassChip.tsx';
import { Dot } from '../parts/Dot.tsx';
import { Empty } from '../parts/Empty.tsx';
import { number } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { ApplicationDialog } from './ApplicationDialog.tsx';
import { applicationsQuery } from './queries.ts';
import { RateLimits } from './RateLimits.tsx';
import { wayName } from './words.ts';

/** Programs that are let in. */
export function ApplicationsPage() {
  if (!useMay('applications:write')) {
    return <NotForRole title="Applications" needs="applications:write" />;
  }
  return <Applications />;
}

function Applications() {
  const { data } = useSuspenseQuery(applicationsQuery);
  const [making, setMaking] = useState(false);
  const add = <Button onClick={() => setMaking(true)}>New application</Button>;
  return (
    <>
      <PageHeader title="Applications" count={data.length} action={data.length > 0 && add}>
        Programs that use Postern by themselves: within what is named for each, and never more than
        whoever answers for it may do.
      </PageHeader>
      {data.length === 0 ? (
        <Empty title="No application is let in" action={add}>
          Let one in to connect a record system or a scheduler, with no more rights than it needs.
        </Empty>
      ) : (
        <WideTable label="Applications" minWidth={720}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Lets itself in by</Table.Th>
              <Table.Th>Opens up to</Table.Th>
              <Table.Th ta="right">Keys</Table.Th>
              <Table.Th ta="right">Calls in 24 hours</Table.Th>
              <Table.Th ta="right">Refused</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  <TextLink to="/applications/$id" params={{ id: one.id }}>
                    {one.name}
                  </TextLink>
                </Table.Td>
                <Table.Td>
                  <State restricted={one.restrictedAt !== null} ownerLeft={one.ownerLeft} />
                </Table.Td>
                <Table.Td>{one.ways.map(wayName).join(', ')}</Table.Td>
                <Table.Td>
                  {one.highestClass ? <ClassChip of={one.highestClass} /> : 'No data'}
                </Table.Td>
                <Table.Td data-figures="right">{number(one.keys.length)}</Table.Td>
                <Table.Td data-figures="right">{number(one.calls)}</Table.Td>
                <Table.Td data-figures="right">{number(one.refused)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      <div style={{ marginTop: 48 }}>
        <RateLimits />
      </div>
      {making && <ApplicationDialog application={null} close={() => setMaking(false)} />}
    </>
  );
}

/** What its calls meet now. */
export function State({ restricted, ownerLeft }: { restricted: boolean; ownerLeft: boolean }) {
  if (ownerLeft) return <Dot tone="fail">Nobody answers for it</Dot>;
  return restricted ? <Dot tone="need">Restricted</Dot> : <Dot tone="good">Let in</Dot>;
}
