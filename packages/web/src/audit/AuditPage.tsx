import { Anchor, Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Empty } from '../parts/Empty.tsx';
import { Listed } from '../parts/Listed.tsx';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { downloadProved } from '../session/download-proved.ts';
import { useMay } from '../session/session.ts';
import classes from './Audit.module.css';
import { Checkpoint } from './Checkpoint.tsx';
import { Filters } from './Filters.tsx';
import { Forwards } from './Forwards.tsx';
import type { AuditFilter } from './filter.ts';
import { auditQuery, type Entry, evidenceFile } from './queries.ts';
import { SubjectOf } from './SubjectOf.tsx';
import { Verify } from './Verify.tsx';

const route = getRouteApi('/shell/audit');

/** Who did and who looked at what, in a signed tree that shows when an entry was changed. */
export function AuditPage() {
  return useMay('audit:read') ? <Audit /> : <NotForRole title="Audit" needs="audit:read" />;
}

function Audit() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const entries = useInfiniteQuery(auditQuery(filter));
  const listed = entries.data?.pages.flatMap(({ data }) => data) ?? [];
  const change = (search: AuditFilter) => void navigate({ search, replace: true });
  return (
    <>
      <PageHeader title="Audit">
        Who did what and who looked at whom, by ids, never with a patient’s data in it. All entries
        are in one signed tree, so a change shows.
      </PageHeader>
      <Verify />
      <Checkpoint />
      <Filters filter={filter} entries={listed} change={change} />
      {filter.contactId && (
        <p className={classes.about}>
          Who saw or changed{' '}
          <TextLink
            inherit
            underline="always"
            to="/contacts/$id"
            params={{ id: filter.contactId }}
            preload={false}
          >
            this contact
          </TextLink>
          , and what they did themselves.
        </p>
      )}
      <p className={classes.about}>
        <Anchor
          inherit
          underline="always"
          href={evidenceFile(filter)}
          download
          onClick={(event) => void downloadProved(event)}
        >
          Download these entries as evidence
        </Anchor>{' '}
        (NDJSON, with proofs that verify without Postern)
      </p>
      <Listed
        query={entries}
        empty={<Empty title="No entry of this kind">Choose another, or everything.</Empty>}
      >
        {(all) => (
          <WideTable label="Entries, newest first" minWidth={760}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th data-figures="right">Number</Table.Th>
                <Table.Th>When</Table.Th>
                <Table.Th>What happened</Table.Th>
                <Table.Th>Which</Table.Th>
                <Table.Th>From where, what for</Table.Th>
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
                  <Table.Td>{circumstances(entry)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </WideTable>
        )}
      </Listed>
      <div className={classes.apart}>
        <Forwards />
      </div>
    </>
  );
}

/** "192.0.2.7 · marketing"; the address of a recipient is kept as a keyed hash, which says nothing. */
function circumstances({ origin, purpose }: Entry): string {
  const from = origin?.startsWith('~') ? 'address hashed' : origin;
  return [from, purpose].filter((part) => part !== null && part !== undefined).join(' · ');
}
