import { Table } from '@mantine/core';
import { Figure } from '../../parts/Figure.tsx';
import { When } from '../../parts/When.tsx';
import { WideTable } from '../../parts/WideTable.tsx';
import { ExportFile } from './ExportFile.tsx';
import { type Export, PURPOSES } from './queries.ts';

interface Props {
  segmentId: string;
  all: readonly Export[];
}

/** Who asked for which file, what for, and the file while it is there. */
export function ExportsTable({ segmentId, all }: Props) {
  return (
    <WideTable label="Exports, newest first" minWidth={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Asked for</Table.Th>
          <Table.Th>What for</Table.Th>
          <Table.Th data-figures="right">Columns</Table.Th>
          <Table.Th data-figures="right">People</Table.Th>
          <Table.Th>File</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {all.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td>
              <When time={one.createdAt} />
              <div>{one.createdBy.name ?? 'An application, or somebody who left'}</div>
            </Table.Td>
            <Table.Td>
              {PURPOSES[one.purpose]}
              {one.note !== '' && <div>{one.note}</div>}
            </Table.Td>
            <Table.Td data-figures="right">
              <Figure value={one.attributes.length} />
            </Table.Td>
            <Table.Td data-figures="right">
              <Figure value={one.rows} />
            </Table.Td>
            <Table.Td>
              <ExportFile segmentId={segmentId} of={one} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
