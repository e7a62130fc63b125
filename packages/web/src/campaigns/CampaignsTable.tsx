import { Table } from '@mantine/core';
import { Figure } from '../parts/Figure.tsx';
import { TextLink } from '../parts/links.tsx';
import { StatesBar } from '../parts/VerdictBar.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import classes from './CampaignsPage.module.css';
import type { Campaign } from './queries.ts';
import { StateChip } from './StateChip.tsx';

export function CampaignsTable({ campaigns }: { campaigns: readonly Campaign[] }) {
  return (
    <WideTable label="Campaigns" minWidth={720} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th data-figures="right">Audience</Table.Th>
          <Table.Th data-figures="right">Sent</Table.Th>
          <Table.Th>Everybody</Table.Th>
          <Table.Th>Changed</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {campaigns.map((campaign) => (
          <Row key={campaign.id} campaign={campaign} />
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function Row({ campaign }: { campaign: Campaign }) {
  const { id, name, state, states, segmentName, updatedAt, launchedAt, finishedAt } = campaign;
  return (
    <Table.Tr>
      <Table.Td className={classes.name}>
        <TextLink to={state === 'draft' ? '/campaigns/$id/edit' : '/campaigns/$id'} params={{ id }}>
          {name}
        </TextLink>
        {segmentName && <span className={classes.segment}>{segmentName}</span>}
      </Table.Td>
      <Table.Td>
        <StateChip campaign={campaign} />
      </Table.Td>
      <Table.Td data-figures="right">{states && <Figure value={states.audience} />}</Table.Td>
      <Table.Td data-figures="right">{states && <Figure value={states.sent} />}</Table.Td>
      <Table.Td className={classes.bar}>{states && <StatesBar states={states} small />}</Table.Td>
      <Table.Td>
        <When time={finishedAt ?? launchedAt ?? updatedAt} />
      </Table.Td>
    </Table.Tr>
  );
}
