import { Table } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Empty } from '../parts/Empty.tsx';
import { Figure } from '../parts/Figure.tsx';
import { ButtonLink, TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { ImportState } from './ImportState.tsx';
import { type Import, importsQuery } from './queries.ts';

export function ImportsPage() {
  return useMay('imports:write') ? (
    <Imports />
  ) : (
    <NotForRole title="Imports" needs="contacts:write" />
  );
}

function Imports() {
  const { data } = useSuspenseQuery({
    ...importsQuery,
    refetchInterval: ({ state }) =>
      state.data?.data.some((one) => one.state === 'running') ? 2_000 : false,
  });
  const begin = <ButtonLink to="/imports/new">Import a file</ButtonLink>;
  return (
    <>
      <PageHeader title="Imports" count={data.data.length} action={begin} />
      {data.data.length === 0 ? (
        <Empty title="No file imported yet" action={begin}>
          A CSV file of your record system: you say which column is what, and people come in,
          sealed. The same file twice changes nothing.
        </Empty>
      ) : (
        <WideTable label="Imports" minWidth={720} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>File</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th data-figures="right">Created</Table.Th>
              <Table.Th data-figures="right">Updated</Table.Th>
              <Table.Th data-figures="right">Unchanged</Table.Th>
              <Table.Th data-figures="right">Rejected</Table.Th>
              <Table.Th>Uploaded</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.data.map((one) => (
              <Row key={one.id} of={one} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </>
  );
}

function Row({ of }: { of: Import }) {
  const begun = of.state !== 'uploaded';
  return (
    <Table.Tr>
      <Table.Td>
        <TextLink to="/imports/$id" params={{ id: of.id }}>
          {of.fileName}
        </TextLink>
      </Table.Td>
      <Table.Td>
        <ImportState of={of} />
      </Table.Td>
      {[of.created, of.updated, of.unchanged, of.rejected].map((figure, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a figure means
        <Table.Td key={place} data-figures="right">
          {begun && (figure === null ? 'with updated' : <Figure value={figure} />)}
        </Table.Td>
      ))}
      <Table.Td>
        <When time={of.createdAt} />
      </Table.Td>
    </Table.Tr>
  );
}
