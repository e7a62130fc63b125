import { Anchor, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { shownDay } from '../parts/days.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';

/** What people signed who were deleted since: nothing else leads to it, and the law has it kept. */
export function KeptDocuments() {
  const { data, error } = useQuery({
    queryKey: ['kept-documents'],
    queryFn: () => answer(api.GET('/api/v1/kept-documents')),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  if (data?.total === 0) return null;
  return (
    <Section
      title="Kept documents of deleted people"
      note="Their names are gone; what they signed is kept six years from its last effect: 45 CFR 164.530(j)(2)."
    >
      <Problem error={error} />
      {data && (
        <WideTable label="Kept documents of deleted people" minWidth={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Document</Table.Th>
              <Table.Th>Signed</Table.Th>
              <Table.Th>Person deleted</Table.Th>
              <Table.Th>Kept until</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.data.map(({ contactId, documentId, signedAt, deletedAt, keepUntil }) => (
              <Table.Tr key={documentId}>
                <Table.Td>
                  <Anchor
                    href={`/api/v1/contacts/${contactId}/documents/${documentId}`}
                    download
                    aria-label={`Download document ${documentId}`}
                  >
                    {documentId}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <When time={signedAt} />
                </Table.Td>
                <Table.Td>
                  <When time={deletedAt} />
                </Table.Td>
                <Table.Td>{keepUntil === null ? 'No end is known' : shownDay(keepUntil)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {data && data.total > data.data.length && (
        <p>
          {data.data.length} of {data.total}, of those who were deleted first.
        </p>
      )}
    </Section>
  );
}
