import { Table, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ClassChip } from '../parts/ClassChip.tsx';
import { Empty } from '../parts/Empty.tsx';
import { ButtonLink, TextLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { templatesQuery } from './queries.ts';
import classes from './Templates.module.css';

const route = getRouteApi('/shell/templates');

export function TemplatesPage() {
  const { find = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useSuspenseQuery(templatesQuery);
  const mayWrite = useMay('templates:write');
  const begin = mayWrite && <ButtonLink to="/templates/new">New template</ButtonLink>;
  const shown = data.data.filter(({ name }) => name.toLowerCase().includes(find.toLowerCase()));
  return (
    <>
      <PageHeader title="Templates" count={data.data.length} action={begin} />
      {data.data.length === 0 ? (
        <Empty title="No template yet" action={begin}>
          A template is a message with fields in it, filled in for each person when it is sent.
        </Empty>
      ) : (
        <>
          <TextInput
            aria-label="Find by name"
            placeholder="Find by name"
            mb="md"
            maw={320}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={find}
            onChange={({ currentTarget: { value } }) =>
              void navigate({ search: value ? { find: value } : {}, replace: true })
            }
          />
          <WideTable label="Templates" minWidth={640} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Subject</Table.Th>
                <Table.Th>Class</Table.Th>
                <Table.Th data-figures="right">Version</Table.Th>
                <Table.Th>Changed</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((template) => (
                <Table.Tr key={template.id}>
                  <Table.Td className={classes.name}>
                    <TextLink to="/templates/$id" params={{ id: template.id }}>
                      {template.name}
                    </TextLink>
                  </Table.Td>
                  <Table.Td>{template.subject}</Table.Td>
                  <Table.Td>
                    <ClassChip of={template.class} />
                  </Table.Td>
                  <Table.Td data-figures="right">{template.version}</Table.Td>
                  <Table.Td>
                    <When time={template.updatedAt} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </WideTable>
          {shown.length === 0 && (
            <Empty title="No template is called that">Try another name.</Empty>
          )}
        </>
      )}
    </>
  );
}
