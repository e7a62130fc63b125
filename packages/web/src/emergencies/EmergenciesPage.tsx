import { Table } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ClassChip } from '../parts/ClassChip.tsx';
import { Dot } from '../parts/Dot.tsx';
import { Empty } from '../parts/Empty.tsx';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { OneEmergency } from './OneEmergency.tsx';
import { type Emergency, emergenciesQuery } from './queries.ts';

const route = getRouteApi('/shell/emergencies');

/** Emergency access that was taken, for whoever reviews it. */
export function EmergenciesPage() {
  return useMay('emergency:review') ? (
    <Emergencies />
  ) : (
    <NotForRole title="Emergency access" needs="emergency:review" />
  );
}

function Emergencies() {
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useSuspenseQuery(emergenciesQuery);
  return (
    <>
      <PageHeader title="Emergency access" count={data.length}>
        Who opened people to themselves, why, and what they did then. Each is reviewed by somebody
        else.
      </PageHeader>
      {data.length === 0 ? (
        <Empty title="Nobody took it yet">
          Somebody who has to see more than their roles open can take it from the menu at their
          name. You are written to at once.
        </Empty>
      ) : (
        <WideTable label="Emergency access" minWidth={640} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Who</Table.Th>
              <Table.Th>Up to</Table.Th>
              <Table.Th>Began</Table.Th>
              <Table.Th>State</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  <TextLink to="/emergencies" search={{ show: one.id }}>
                    {one.userName}
                  </TextLink>
                </Table.Td>
                <Table.Td>
                  <ClassChip of={one.upTo} />
                </Table.Td>
                <Table.Td>
                  <When time={one.begunAt} />
                </Table.Td>
                <Table.Td>
                  <State one={one} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {show && <OneEmergency id={show} close={() => void navigate({ search: {} })} />}
    </>
  );
}

function State({ one }: { one: Emergency }) {
  if (one.runs) return <Dot tone="fail">Runs</Dot>;
  if (one.reviewedAt === null) return <Dot tone="need">To be reviewed</Dot>;
  return <Dot tone="good">Reviewed</Dot>;
}
