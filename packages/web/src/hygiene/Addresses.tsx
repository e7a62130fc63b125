import { Button, Group, Table } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { suppressionsQuery } from '../delivery/bounces.ts';
import { Ask } from '../parts/Ask.tsx';
import { number, people, plural } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import { Problem } from '../parts/Problem.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { useMakeSegment } from './make-segment.ts';
import { type Finding, type Hygiene, type Look, suppressAll } from './queries.ts';
import { FINDINGS, isFinding } from './words.ts';

interface Props {
  findings: Hygiene['findings'];
  look: Look | null;
}

/** How many addresses of each kind there are, and what can be done about them. */
export function Addresses({ findings, look }: Props) {
  const queries = useQueryClient();
  const mayWrite = useMay('contacts:write');
  const maySegment = useMay('segments:write');
  const segment = useMakeSegment();
  const [asked, ask] = useState<Finding | null>(null);
  const suppress = useMutation({
    mutationFn: suppressAll,
    onSuccess: () => {
      ask(null);
      void queries.invalidateQueries({ queryKey: suppressionsQuery.queryKey });
    },
  });
  // none is said only of what was looked at: where no name server was asked, nobody knows
  const isKnown = (kind: Finding) =>
    look !== null && (kind !== 'no_mail' || look.domainsAsked || findings[kind] > 0);
  const kinds = Object.keys(FINDINGS).filter(isFinding);
  return (
    <>
      <WideTable label="Addresses" minWidth={640} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>The address</Table.Th>
            <Table.Th data-figures="right">People</Table.Th>
            {(mayWrite || maySegment) && <Table.Th>What to do</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {kinds.map((kind) => (
            <Table.Tr key={kind}>
              <Table.Td>
                {FINDINGS[kind].title}
                <br />
                <small>{FINDINGS[kind].note}</small>
              </Table.Td>
              <Table.Td data-figures="right">
                {isKnown(kind) ? <People kind={kind} count={findings[kind]} /> : '–'}
              </Table.Td>
              {(mayWrite || maySegment) && (
                <Table.Td>
                  {findings[kind] > 0 && (
                    <Group gap="xs">
                      {maySegment && (
                        <Button
                          size="compact-sm"
                          variant="default"
                          loading={segment.isPending && segment.variables.of === kind}
                          aria-label={`Make a segment: ${FINDINGS[kind].title}`}
                          onClick={() => segment.mutate({ of: kind })}
                        >
                          Make a segment
                        </Button>
                      )}
                      {mayWrite && (
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={`Write to them no more: ${FINDINGS[kind].title}`}
                          onClick={() => {
                            suppress.reset();
                            ask(kind);
                          }}
                        >
                          Write to them no more
                        </Button>
                      )}
                    </Group>
                  )}
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      <Problem error={segment.error} />
      <p role="status">
        {suppress.data !== undefined &&
          `Nothing is sent to ${plural(suppress.data, 'more address', 'more addresses')}.`}
      </p>
      {asked && (
        <Ask
          title={`Write no more to addresses: ${FINDINGS[asked].title}`}
          yes="Write to them no more"
          pending={suppress.isPending}
          error={suppress.error}
          act={() => suppress.mutate(asked)}
          close={() => ask(null)}
        >
          {FINDINGS[asked].note} Nothing will be sent to the addresses of {people(findings[asked])},
          whoever else has them. Under Bounces each can be let go again.
        </Ask>
      )}
    </>
  );
}

function People({ kind, count }: { kind: Finding; count: number }) {
  if (count === 0) return <>0</>;
  return (
    <TextLink
      to="/hygiene/addresses/$finding"
      params={{ finding: kind }}
      preload={false}
      aria-label={`${number(count)}, ${FINDINGS[kind].title}: show who`}
    >
      {number(count)}
    </TextLink>
  );
}
