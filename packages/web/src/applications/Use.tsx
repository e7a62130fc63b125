import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { number } from '../parts/figures.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import classes from './Applications.module.css';
import { applicationUseQuery, type Hour } from './queries.ts';

const clock = new Intl.DateTimeFormat('en-US', { weekday: 'short', hour: 'numeric' });

/** Its calls in the last day: drawn, and hour by hour. */
export function Use({ id }: { id: string }) {
  const { data, error } = useQuery(applicationUseQuery(id));
  const used = data?.filter(({ calls, refused }) => calls + refused > 0) ?? [];
  return (
    <Section title="Use in 24 hours" note="Calls of all processes together, a second late at most.">
      <Problem error={error} />
      {data && <Chart hours={data} />}
      {data && used.length === 0 && <p>It was not used.</p>}
      {used.length > 0 && (
        <WideTable label="Use by the hour" minWidth={320}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>From</Table.Th>
              <Table.Th ta="right">Calls</Table.Th>
              <Table.Th ta="right">Refused</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {used.toReversed().map(({ hour, calls, refused }) => (
              <Table.Tr key={hour}>
                <Table.Td>{clock.format(new Date(hour))}</Table.Td>
                <Table.Td data-figures="right">{number(calls)}</Table.Td>
                <Table.Td data-figures="right">{number(refused)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Section>
  );
}

/** Drawn for the eye alone; the table below has the same figures. */
function Chart({ hours }: { hours: readonly Hour[] }) {
  const most = Math.max(1, ...hours.map(({ calls }) => calls));
  return (
    <div className={classes.chart} aria-hidden>
      {hours.map(({ hour, calls, refused }) => (
        <span
          key={hour}
          className={classes.bar}
          title={`${clock.format(new Date(hour))}: ${calls}`}
        >
          <span className={classes.calls} style={{ height: `${(100 * calls) / most}%` }}>
            <span
              className={classes.refused}
              style={{ height: `${calls === 0 ? 0 : Math.min(100, (100 * refused) / calls)}%` }}
            />
          </span>
        </span>
      ))}
    </div>
  );
}
