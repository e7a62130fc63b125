import { Button, Table } from '@mantine/core';
import { Dot } from '../parts/Dot.tsx';
import { number } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import classes from './Bounces.module.css';
import type { Provider, ReturnClass } from './bounces.ts';

interface Props {
  providers: readonly Provider[];
  /** Lets marketing to one that is stopped go on; missing for those who may not. */
  release?: (provider: Provider) => void;
}

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 2 });

export function ProvidersTable({ providers, release }: Props) {
  return (
    <WideTable label="Providers" minWidth={720} verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Provider</Table.Th>
          <Table.Th data-figures="right">Accepted</Table.Th>
          <Kind kind="complaint">Complaints</Kind>
          <Table.Th data-figures="right">Rate</Table.Th>
          <Kind kind="hard">No mailbox</Kind>
          <Kind kind="soft">Not now</Kind>
          <Kind kind="policy">Policy</Kind>
          <Table.Th>State</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {providers.map((one) => (
          <Table.Tr key={one.provider} className={classes.line ?? ''}>
            <Table.Th scope="row">{one.provider}</Table.Th>
            <Table.Td data-figures="right">{number(one.accepted)}</Table.Td>
            <Table.Td data-figures="right">{number(one.complaints)}</Table.Td>
            <Table.Td data-figures="right">
              {one.rate === null ? '–' : percent.format(one.rate)}
            </Table.Td>
            <Table.Td data-figures="right">{number(one.hard)}</Table.Td>
            <Table.Td data-figures="right">{number(one.soft)}</Table.Td>
            <Table.Td data-figures="right">{number(one.policy)}</Table.Td>
            <Table.Td>
              <State provider={one} />
              {one.stoppedSince && release && (
                <Button
                  size="xs"
                  variant="default"
                  mt="xs"
                  aria-label={`Let marketing to ${one.provider} go on`}
                  onClick={() => release(one)}
                >
                  Let it go on
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

/** A column's name, which leads to everybody of whom such mail came back. */
function Kind({ kind, children }: { kind: ReturnClass; children: string }) {
  return (
    <Table.Th data-figures="right">
      <TextLink to="/delivery/bounces" search={{ class: kind }} preload={false} fw={700}>
        {children}
      </TextLink>
    </Table.Th>
  );
}

function State({ provider: { stoppedSince, verdict } }: { provider: Provider }) {
  if (stoppedSince) {
    return (
      <p className={classes.said}>
        <Dot tone="fail">Marketing stopped</Dot> <When time={stoppedSince} inSentence />
      </p>
    );
  }
  return verdict === 'calm' ? (
    <span className={classes.quiet}>Calm</span>
  ) : (
    <Dot tone="need">Too many complain</Dot>
  );
}
