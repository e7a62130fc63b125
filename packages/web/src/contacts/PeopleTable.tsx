import { Table } from '@mantine/core';
import { TextLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import type { Person } from './queries.ts';

/** People, a line each. Nobody is fetched because a pointer passed over them. */
export function PeopleTable({ people, label }: { people: readonly Person[]; label: string }) {
  return (
    <WideTable label={label} minWidth={560} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Email</Table.Th>
          <Table.Th>Record number</Table.Th>
          <Table.Th>Changed</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {people.map(({ id, name, email, recordNumber, updatedAt }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <TextLink to="/contacts/$id" params={{ id }} preload={false}>
                {name}
              </TextLink>
            </Table.Td>
            <Table.Td>{email ?? 'No address'}</Table.Td>
            <Table.Td>{recordNumber ?? '–'}</Table.Td>
            <Table.Td>
              <When time={updatedAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
