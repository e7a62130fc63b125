import { Table } from '@mantine/core';
import { Empty } from '../parts/Empty.tsx';
import { When } from '../parts/When.tsx';
import classes from './Shaping.module.css';
import { codeWords, type SiteEvent } from './shaping.ts';

const KINDS: Record<SiteEvent['kind'], string> = {
  suspended: 'Suspended',
  slowed: 'Slowed down',
  recovered: 'Came back',
  released: 'Resumed by a person',
};

/** The last changes of pace, each with what was said. */
export function SiteEvents({ events }: { events: readonly SiteEvent[] }) {
  if (events.length === 0) return <Empty title="Nobody has complained" />;
  return (
    <Table.ScrollContainer
      minWidth={640}
      scrollAreaProps={{ tabIndex: 0, role: 'region', 'aria-label': 'What happened' }}
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>Mail servers</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>Because</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={event.id} className={classes.line}>
              <Table.Td>
                <When time={event.at} />
              </Table.Td>
              <Table.Td className={classes.site}>{event.site}</Table.Td>
              <Table.Td>
                {KINDS[event.kind]}
                <p className={classes.quiet}>
                  {event.holds === 'marketing' ? 'Marketing' : 'All mail'}
                </p>
              </Table.Td>
              <Table.Td>
                {event.rule}
                <p className={classes.said}>
                  {codeWords(event.code, event.enhanced)} {event.reply && <q>{event.reply}</q>}
                </p>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
