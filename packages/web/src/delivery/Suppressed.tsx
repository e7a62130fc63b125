import { Button, Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Ask } from '../parts/Ask.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Listed } from '../parts/Listed.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { AddSuppressed } from './AddSuppressed.tsx';
import classes from './Bounces.module.css';
import { REASONS, type Suppression, suppressionsQuery, useReleaseAddress } from './bounces.ts';
import { PersonLink } from './PersonLink.tsx';

/** Addresses to which nothing is sent, newest first. */
export function Suppressed() {
  const mayWrite = useMay('contacts:write');
  const [asked, ask] = useState<Suppression | null>(null);
  const release = useReleaseAddress(() => ask(null));
  const suppressions = useInfiniteQuery(suppressionsQuery);
  return (
    <>
      {mayWrite && <AddSuppressed />}
      <Listed
        query={suppressions}
        empty={
          <Empty title="Every address may be written to">
            An address stands here when its mailbox is gone, when it was out of reach for a week, or
            when its owner complained.
          </Empty>
        }
      >
        {(all) => <SuppressedTable suppressions={all} {...(mayWrite && { release: ask })} />}
      </Listed>
      {asked && (
        <Ask
          title="Write to this address again"
          yes="Write to it again"
          pending={release.isPending}
          error={release.error}
          act={() => release.mutate(asked.id)}
          close={() => ask(null)}
        >
          {REASONS[asked.reason]}. If it is still so, the next message comes back too, and providers
          hold that against you.{' '}
          {asked.reason === 'complaint' && 'The opt-out of this person stays: it is theirs alone.'}
        </Ask>
      )}
    </>
  );
}

interface TableProps {
  suppressions: readonly Suppression[];
  release?: (suppression: Suppression) => void;
}

function SuppressedTable({ suppressions, release }: TableProps) {
  return (
    <WideTable
      label="Addresses that are written to no more, newest first"
      minWidth={640}
      verticalSpacing="sm"
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Since</Table.Th>
          <Table.Th>Whose address</Table.Th>
          <Table.Th>Why</Table.Th>
          {release && (
            <Table.Th>
              <span className={classes.hidden}>Release</span>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {suppressions.map((one) => (
          <Table.Tr key={one.id} className={classes.line ?? ''}>
            <Table.Td>
              <When time={one.since} />
            </Table.Td>
            <Table.Td>
              <PersonLink person={one.person} absent="On nobody’s file" />
            </Table.Td>
            <Table.Td>
              {REASONS[one.reason]}
              {one.detail && <p className={classes.quiet}>{one.detail}</p>}
            </Table.Td>
            {release && (
              <Table.Td>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`Release the address of ${one.person?.name ?? 'nobody on file'}`}
                  onClick={() => release(one)}
                >
                  Release
                </Button>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
