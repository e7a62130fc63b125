import { Table } from '@mantine/core';
import { CitationText } from '../../parts/CitationText.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { Section } from '../../parts/Section.tsx';
import { PART_WORDS, type Part, type Review } from '../../parts/VerdictBar.tsx';
import { WideTable } from '../../parts/WideTable.tsx';

interface Props {
  review: Review;
  open: (part: Part, code: string) => void;
}

/** Each part's reasons; they add up to the part. */
export function ReviewReasons({ review, open }: Props) {
  const rows = review.parts.flatMap(({ part, reasons }) =>
    reasons.map((reason) => ({ part, ...reason })),
  );
  if (rows.length === 0) return null;
  return (
    <Section title="Why">
      <WideTable label="Reasons" minWidth={340}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>They</Table.Th>
            <Table.Th>Because</Table.Th>
            <Table.Th data-figures="right">People</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ part, code, count, sentence, citations }) => (
            <Table.Tr key={part + code}>
              <Table.Td>{PART_WORDS[part]}</Table.Td>
              <Table.Td>
                {sentence}
                <CitationText citations={citations} />
              </Table.Td>
              <Table.Td data-figures="right">
                <Figure value={count} label={PART_WORDS[part]} open={() => open(part, code)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  );
}
