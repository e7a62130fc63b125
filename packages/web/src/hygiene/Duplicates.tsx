import { Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Dot } from '../parts/Dot.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Listed } from '../parts/Listed.tsx';
import { TextLink } from '../parts/links.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { type Pair, pairsQuery } from './queries.ts';
import { reasonsSentence, SURETIES } from './words.ts';

/** Pairs about which nobody has decided. */
export function Duplicates({ look }: { look: string | null }) {
  return (
    <Listed
      query={useInfiniteQuery(pairsQuery(look))}
      more="Show more"
      empty={
        <Empty title={look === null ? 'Not looked for yet' : 'No two records look like one person'}>
          What is found stands here until somebody has looked at both and decided.
        </Empty>
      }
    >
      {(all) => (
        <WideTable label="Records that may be one person" minWidth={720} verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>One record</Table.Th>
              <Table.Th>The other</Table.Th>
              <Table.Th>Why</Table.Th>
              <Table.Th>How sure</Table.Th>
              <Table.Th>What to do</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((pair) => (
              <Row key={pair.one.id + pair.other.id} of={pair} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Listed>
  );
}

function Row({ of: { one, other, reasons, surety } }: { of: Pair }) {
  return (
    <Table.Tr>
      <Table.Td>{said(one)}</Table.Td>
      <Table.Td>{said(other)}</Table.Td>
      <Table.Td>{reasonsSentence(reasons)}</Table.Td>
      <Table.Td>
        <Dot tone={SURETIES[surety].tone}>{SURETIES[surety].word}</Dot>
      </Table.Td>
      <Table.Td>
        <TextLink
          to="/hygiene/pairs/$one/$other"
          params={{ one: one.id, other: other.id }}
          preload={false}
          aria-label={`Compare ${one.name} and ${other.name}`}
        >
          Compare
        </TextLink>
      </Table.Td>
    </Table.Tr>
  );
}

function said({ name, email, recordNumber }: Pair['one']) {
  return (
    <>
      {name}
      <br />
      <small>{[recordNumber, email].filter((part) => part !== null).join(' · ')}</small>
    </>
  );
}
