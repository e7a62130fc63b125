import { Table } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Empty } from '../parts/Empty.tsx';
import { Figure } from '../parts/Figure.tsx';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { Exports } from './Exports.tsx';
import { type ExchangeFile, filesQuery, isUnderWay } from './queries.ts';
import { UploadFile } from './UploadFile.tsx';
import { KINDS, STATES } from './words.ts';

const TITLE = 'Consent files';

export function ConsentFilesPage() {
  return useMay('imports:write') ? (
    <ConsentFiles />
  ) : (
    <NotForRole title={TITLE} needs="contacts:write" />
  );
}

/** What people allowed and refused, in from other systems and out to them. */
function ConsentFiles() {
  const mayExport = useMay('people:export');
  const { data } = useSuspenseQuery({
    ...filesQuery,
    refetchInterval: ({ state }) => (state.data?.data.some(isUnderWay) ? 1_000 : false),
  });
  return (
    <>
      <PageHeader title={TITLE}>
        Authorizations and opt-outs of another system, and the addresses that it wrote to no more.
        Every row is looked at before any is written.
      </PageHeader>
      <Section title="Bring in a file">
        <UploadFile />
      </Section>
      <Section title="Files">
        {data.data.length === 0 ? (
          <Empty title="No file brought in yet">
            Each file stands here with what was found in it, and what was written.
          </Empty>
        ) : (
          <WideTable label="Files" minWidth={720} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>File</Table.Th>
                <Table.Th>Holds</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th data-figures="right">New and valid</Table.Th>
                <Table.Th data-figures="right">On file before</Table.Th>
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
      </Section>
      {mayExport && <Exports />}
    </>
  );
}

function Row({ of }: { of: ExchangeFile }) {
  return (
    <Table.Tr>
      <Table.Td>
        <TextLink to="/consent-files/$id" params={{ id: of.id }}>
          {of.fileName}
        </TextLink>
      </Table.Td>
      <Table.Td>{KINDS[of.kind]}</Table.Td>
      <Table.Td>{STATES[of.state]}</Table.Td>
      <Table.Td data-figures="right">
        <Figure value={of.valid} />
      </Table.Td>
      <Table.Td data-figures="right">
        <Figure value={of.known} />
      </Table.Td>
      <Table.Td data-figures="right">
        <Figure value={of.rejected} />
      </Table.Td>
      <Table.Td>
        <When time={of.createdAt} />
      </Table.Td>
    </Table.Tr>
  );
}
