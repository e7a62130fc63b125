import { Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Empty } from '../parts/Empty.tsx';
import { number } from '../parts/figures.ts';
import { Listed } from '../parts/Listed.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import classes from './ConsentFiles.module.css';
import { type ExchangeFile, type RowReport, reportQuery } from './queries.ts';

/** Of each row that was rejected, or allows nothing, why. */
export function Reports({ of }: { of: ExchangeFile }) {
  const reports = useInfiniteQuery(reportQuery(of));
  return (
    <Listed
      query={reports}
      more="Show the next rows"
      empty={<Empty title="Nothing is to be said of any row" />}
    >
      {(all) => (
        <WideTable label="Rows of which there is something to say" minWidth={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th data-figures="right">Line</Table.Th>
              <Table.Th>What becomes of it</Table.Th>
              <Table.Th>Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((one) => (
              <Table.Tr key={one.line}>
                <Table.Td data-figures="right">{number(one.line)}</Table.Td>
                <Table.Td>{one.verdict === 'rejected' ? 'Rejected' : 'Allows nothing'}</Table.Td>
                <Table.Td>
                  <ul className={classes.said}>
                    {sentencesOf(one).map((sentence) => (
                      <li key={sentence}>{sentence}</li>
                    ))}
                  </ul>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Listed>
  );
}

const sentencesOf = ({ faults, reasons }: RowReport): readonly string[] => [
  ...faults.map(({ column, found, expected }) =>
    found === ''
      ? `${column} is empty; expected ${expected}.`
      : `${column} holds “${found}”; expected ${expected}.`,
  ),
  ...reasons,
];
