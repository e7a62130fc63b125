import { Table } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Empty } from '../parts/Empty.tsx';
import { ButtonLink, TextLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { FormState } from './FormState.tsx';
import { formsQuery, type ListedForm } from './form-queries.ts';
import { FORM_KIND_WORDS } from './form-words.ts';
import { KeptDocuments } from './KeptDocuments.tsx';

/** All forms of authorization, and where each stands. */
export function FormsPage() {
  const { data } = useSuspenseQuery(formsQuery);
  const mayDelete = useMay('contacts:delete');
  const begin = useMay('forms:write') && (
    <ButtonLink to="/authorization-forms/new">New form</ButtonLink>
  );
  return (
    <>
      <PageHeader title="Authorization forms" count={data.data.length} action={begin}>
        What people are asked to sign before their data is used for more than their care.
      </PageHeader>
      {data.data.length === 0 ? (
        <Empty title="No form yet" action={begin}>
          A form begins with a complete text for what you need. It is published once nothing that
          the law asks for is missing.
        </Empty>
      ) : (
        <WideTable label="Authorization forms" minWidth={720} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Title</Table.Th>
              <Table.Th>Allows</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Signed now</Table.Th>
              <Table.Th>Changed</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.data.map((form) => (
              <Row key={form.id} form={form} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {mayDelete && <KeptDocuments />}
    </>
  );
}

function Row({ form }: { form: ListedForm }) {
  return (
    <Table.Tr>
      <Table.Td miw={220}>
        <TextLink to="/authorization-forms/$id" params={{ id: form.id }}>
          {form.title.trim() === '' ? 'Without a title' : form.title}
        </TextLink>
      </Table.Td>
      <Table.Td>{form.kinds.map((kind) => FORM_KIND_WORDS[kind].label).join(', ')}</Table.Td>
      <Table.Td>
        <FormState state={form.state} />
      </Table.Td>
      <Table.Td>
        {form.publishedVersion === null ? 'None' : `Version ${form.publishedVersion}`}
      </Table.Td>
      <Table.Td>
        <When time={form.updatedAt} />
      </Table.Td>
    </Table.Tr>
  );
}
