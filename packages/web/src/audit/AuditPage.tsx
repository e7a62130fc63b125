import { Select, Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Empty } from '../parts/Empty.tsx';
import { Listed } from '../parts/Listed.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import classes from './Audit.module.css';
import { ACTION_GROUPS } from './actions.ts';
import { auditQuery } from './queries.ts';
import { SubjectOf } from './SubjectOf.tsx';
import { Verify } from './Verify.tsx';

const route = getRouteApi('/shell/audit');

const GROUPS = Object.entries(ACTION_GROUPS).map(([group, actions]) => ({
  group,
  items: Object.entries(actions).map(([value, label]) => ({ value, label })),
}));

/** Who did and who looked at what, in a chain that shows when an entry was changed. */
export function AuditPage() {
  return useMay('audit:read') ? <Audit /> : <NotForRole title="Audit" needs="audit:read" />;
}

function Audit() {
  const { action } = route.useSearch();
  const navigate = route.useNavigate();
  const entries = useInfiniteQuery(auditQuery(action));
  return (
    <>
      <PageHeader title="Audit">
        Who did what and who looked at whom, by ids, never with a patient’s data in it. Each entry
        seals the one before, so a change shows.
      </PageHeader>
      <Verify />
      <Select
        label="What"
        mb="md"
        maw={360}
        placeholder="Everything"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Show everything' }}
        nothingFoundMessage="No action is called that"
        data={GROUPS}
        value={action ?? null}
        onChange={(chosen) =>
          void navigate({ search: chosen ? { action: chosen } : {}, replace: true })
        }
      />
      <Listed
        query={entries}
        empty={<Empty title="No entry of this kind">Choose another, or everything.</Empty>}
      >
        {(all) => (
          <WideTable label="Entries, newest first" minWidth={640}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th data-figures="right">Number</Table.Th>
                <Table.Th>When</Table.Th>
                <Table.Th>What happened</Table.Th>
                <Table.Th>Which</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((entry) => (
                <Table.Tr key={entry.sequence}>
                  <Table.Td data-figures="right" className={classes.number}>
                    {entry.sequence}
                  </Table.Td>
                  <Table.Td>
                    <When time={entry.at} />
                  </Table.Td>
                  <Table.Td>{entry.sentence}</Table.Td>
                  <Table.Td>
                    <SubjectOf entry={entry} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </WideTable>
        )}
      </Listed>
    </>
  );
}
