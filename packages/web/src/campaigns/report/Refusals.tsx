import { Table } from '@mantine/core';
import { CitationText } from '../../parts/CitationText.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { Section } from '../../parts/Section.tsx';
import { WideTable } from '../../parts/WideTable.tsx';
import type { Open, Report } from './types.ts';

interface Props {
  refusals: Report['refusals'];
  open: Open;
}

/**
 * Why people did not get it, each reason with the law that it rests on. `other` is what is hidden
 * from this viewer, and opens nothing.
 */
export function Refusals({ refusals, open }: Props) {
  if (refusals.length === 0) return null;
  return (
    <Section title="Who did not get it, and why">
      <WideTable label="Reasons" minWidth={300}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Reason</Table.Th>
            <Table.Th data-figures="right">People</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {refusals.map(({ code, sentence, citations, count }) => (
            <Table.Tr key={code}>
              <Table.Td>
                {sentence}
                <CitationText citations={citations} />
              </Table.Td>
              <Table.Td data-figures="right" w={120}>
                <Figure
                  value={count}
                  label="did not get it"
                  open={code === 'other' ? undefined : () => open({ code })}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  );
}
