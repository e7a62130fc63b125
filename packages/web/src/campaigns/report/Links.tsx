import { Table } from '@mantine/core';
import { Figure } from '../../parts/Figure.tsx';
import { Section } from '../../parts/Section.tsx';
import { WideTable } from '../../parts/WideTable.tsx';
import classes from './Report.module.css';
import type { Open, Report } from './types.ts';

interface Props {
  links: Report['links'];
  open: Open;
}

/** The links of the message and how often they were followed. */
export function Links({ links, open }: Props) {
  if (links.length === 0) return null;
  return (
    <Section title="Links">
      <WideTable label="Links" minWidth={300}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Where to</Table.Th>
            <Table.Th data-figures="right">Clicks</Table.Th>
            <Table.Th data-figures="right">People</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {links.map(({ link, target, clicks, people }) => (
            <Table.Tr key={link}>
              <Table.Td className={classes.target}>{target}</Table.Td>
              <Table.Td data-figures="right">
                <Figure value={clicks} />
              </Table.Td>
              <Table.Td data-figures="right">
                <Figure
                  value={people}
                  label="clicked this link"
                  open={() => open({ event: 'click', link })}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  );
}
