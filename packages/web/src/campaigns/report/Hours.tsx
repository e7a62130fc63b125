import { Skeleton, Table } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Figure } from '../../parts/Figure.tsx';
import { Section } from '../../parts/Section.tsx';
import { hourOf } from './hour.ts';
import classes from './Report.module.css';
import type { Report } from './types.ts';

const HourChart = lazy(() =>
  import('./HourChart.tsx').then((file) => ({ default: file.HourChart })),
);

/** Per hour: as a drawing for the eye, and the same figures as a table. */
export function Hours({ perHour }: { perHour: Report['perHour'] }) {
  if (perHour.length === 0) return null;
  return (
    <Section title="Hour by hour">
      <div className={classes.chart}>
        <Suspense fallback={<Skeleton h={260} />}>
          <HourChart perHour={perHour} />
        </Suspense>
      </div>
      <details className={classes.details}>
        <summary>The same as a table</summary>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Hour</Table.Th>
              <Table.Th data-figures="right">Sent</Table.Th>
              <Table.Th data-figures="right">Clicked</Table.Th>
              <Table.Th data-figures="right">Opened</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {perHour.map(({ hour, sent, clicked, opened }) => (
              <Table.Tr key={hour}>
                <Table.Td>{hourOf(hour)}</Table.Td>
                <Table.Td data-figures="right">
                  <Figure value={sent} />
                </Table.Td>
                <Table.Td data-figures="right">
                  <Figure value={clicked} />
                </Table.Td>
                <Table.Td data-figures="right">
                  <Figure value={opened} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </Section>
  );
}
