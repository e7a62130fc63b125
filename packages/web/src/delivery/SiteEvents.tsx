import { Table } from '@mantine/core';
import { Empty } from '../parts/Empty.tsx';
import { Name } from '../parts/Name.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { Reply } from './Reply.tsx';
import classes from './Shaping.module.css';
import type { SiteEvent } from './shaping.ts';

const KINDS: Record<SiteEvent['kind'], string> = {
  suspended: 'Suspended',
  slowed: 'Slowed down',
  recovered: 'Came back',
  released: 'Resumed by a person',
};

/** The last changes of pace, each with what was said. */
export function SiteEvents({ events }: { events: readonly SiteEvent[] }) {
  if (events.length === 0) {
    return (
      <Empty title="No receiver has complained">
        When one says that it gets too much, too fast or too many connections, what was done about
        it stands here with its reply.
      </Empty>
    );
  }
  return (
    <WideTable label="What happened" minWidth={640}>
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
            <Table.Td className={classes.site}>
              <Name>{event.site}</Name>
            </Table.Td>
            <Table.Td>
              {KINDS[event.kind]}
              <p className={classes.quiet}>
                {event.holds === 'marketing' ? 'Marketing' : 'All mail'}
              </p>
            </Table.Td>
            <Table.Td>
              {event.rule}
              <p className={classes.said}>
                <Reply to={event} />
              </p>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
