import { Table, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ClassChip } from '../parts/ClassChip.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Locked } from '../parts/Locked.tsx';
import { ButtonLink, TextLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { segmentsQuery } from './queries.ts';
import classes from './Segments.module.css';

const route = getRouteApi('/shell/segments');

export function SegmentsPage() {
  const { find = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useSuspenseQuery(segmentsQuery);
  const mayWrite = useMay('segments:write');
  const begin = mayWrite && <ButtonLink to="/segments/new">New segment</ButtonLink>;
  const shown = data.data.filter(({ name }) => name.toLowerCase().includes(find.toLowerCase()));
  return (
    <>
      <PageHeader title="Segments" count={data.data.length} action={begin} />
      {data.data.length === 0 ? (
        <Empty title="No segment yet" action={begin}>
          A segment is a question to your contacts, such as who has diabetes and has not been seen
          for a year. It is asked anew each time.
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
          <WideTable label="Segments" minWidth={640} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Who is in it</Table.Th>
                <Table.Th>Class</Table.Th>
                <Table.Th>Changed</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((segment) => (
                <Table.Tr key={segment.id}>
                  <Table.Td className={classes.name}>
                    {segment.locked && segment.class ? (
                      <Locked of={segment.class.sensitivity}>{segment.name}</Locked>
                    ) : (
                      <TextLink to="/segments/$id" params={{ id: segment.id }}>
                        {segment.name}
                      </TextLink>
                    )}
                    {segment.problems.map((problem) => (
                      <p key={problem} className={classes.problem}>
                        Cannot be used: {problem}
                      </p>
                    ))}
                  </Table.Td>
                  <Table.Td>{segment.sentence}</Table.Td>
                  <Table.Td>
                    <ClassChip
                      of={
                        segment.locked && segment.class ? segment.class.sensitivity : segment.class
                      }
                    />
                  </Table.Td>
                  <Table.Td>
                    <When time={segment.updatedAt} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </WideTable>
          {shown.length === 0 && <Empty title="No segment is called that">Try another name.</Empty>}
        </>
      )}
    </>
  );
}
