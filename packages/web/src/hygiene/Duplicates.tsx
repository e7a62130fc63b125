import { SegmentedControl, Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Dot } from '../parts/Dot.tsx';
import { Empty } from '../parts/Empty.tsx';
import { number } from '../parts/figures.ts';
import { Listed } from '../parts/Listed.tsx';
import { TextLink } from '../parts/links.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { type Hygiene, type Pair, pairsQuery, type Surety } from './queries.ts';
import { isSurety, reasonsSentence, SURETIES } from './words.ts';

interface Props {
  look: string | null;
  counts: Hygiene['pairs'];
}

/** Pairs about which nobody has decided: how many, and which. */
export function Duplicates({ look, counts }: Props) {
  const [surety, choose] = useState<Surety | null>(null);
  const all = counts.sure + counts.likely + counts.possible;
  const choices = Object.entries(SURETIES).map(([value, { word }]) => ({
    value,
    label: `${word} ${number(isSurety(value) ? counts[value] : 0)}`,
  }));
  return (
    <>
      {all > 0 && (
        <SegmentedControl
          aria-label="How sure"
          maw="100%"
          data={[{ value: 'all', label: `All ${number(all)}` }, ...choices]}
          value={surety ?? 'all'}
          onChange={(chosen) => choose(isSurety(chosen) ? chosen : null)}
        />
      )}
      <Pairs look={look} surety={surety} />
    </>
  );
}

function Pairs({ look, surety }: { look: string | null; surety: Surety | null }) {
  return (
    <Listed
      query={useInfiniteQuery(pairsQuery(look, surety))}
      more="Show more"
      empty={
        <Empty
          title={
            look === null
              ? 'Not looked for yet'
              : surety === null
                ? 'No two records look like one person'
                : 'No two of these'
          }
        >
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
