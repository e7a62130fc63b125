import { Table } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Dot } from '../parts/Dot.tsx';
import { Empty } from '../parts/Empty.tsx';
import { number } from '../parts/figures.ts';
import { ButtonLink, TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { type SignUpForm, signUpFormsQuery } from './queries.ts';

export function SignUpFormsPage() {
  if (!useMay('contacts:write')) return <NotForRole title="Sign-up forms" needs="contacts:write" />;
  return <SignUpForms />;
}

/** All forms on which people ask for mail, and what became of each. */
function SignUpForms() {
  const { data } = useSuspenseQuery(signUpFormsQuery);
  const begin = <ButtonLink to="/sign-up-forms/new">New sign-up form</ButtonLink>;
  return (
    <>
      <PageHeader title="Sign-up forms" count={data.data.length} action={begin}>
        Where people ask for your mailings. Nobody is put on file before they confirm by a link that
        was mailed to them.
      </PageHeader>
      {data.data.length === 0 ? (
        <Empty title="No sign-up form yet" action={begin}>
          A form has a page of its own that your website links to or shows. Who signs up is kept
          apart from your patients, as a prospect.
        </Empty>
      ) : (
        <WideTable label="Sign-up forms" minWidth={640} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Form</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th data-figures="right">Asked</Table.Th>
              <Table.Th data-figures="right">Confirmed</Table.Th>
              <Table.Th data-figures="right">Prospects</Table.Th>
              <Table.Th data-figures="right">Now patients</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.data.map((form) => (
              <Row key={form.id} form={form} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </>
  );
}

function Row({ form: { id, content, figures } }: { form: SignUpForm }) {
  return (
    <Table.Tr>
      <Table.Td miw={180}>
        <TextLink to="/sign-up-forms/$id" params={{ id }}>
          {content.name}
        </TextLink>
      </Table.Td>
      <Table.Td>
        <OnOff active={content.active} />
      </Table.Td>
      <Table.Td data-figures="right">{number(figures.asked)}</Table.Td>
      <Table.Td data-figures="right">{number(figures.confirmed)}</Table.Td>
      <Table.Td data-figures="right">{number(figures.prospects)}</Table.Td>
      <Table.Td data-figures="right">{number(figures.patients)}</Table.Td>
    </Table.Tr>
  );
}

export function OnOff({ active }: { active: boolean }) {
  return (
    <Dot tone={active ? 'good' : 'none'} hollow={!active}>
      {active ? 'On' : 'Off'}
    </Dot>
  );
}
