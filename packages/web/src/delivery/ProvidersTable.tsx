import { Button, Table } from '@mantine/core';
import { number } from '../parts/figures.ts';
import { When } from '../parts/When.tsx';
import classes from './Bounces.module.css';
import type { Provider } from './bounces.ts';

interface Props {
  providers: readonly Provider[];
  /** Lets marketing to one that is stopped go on; missing for those who may not. */
  release?: (provider: Provider) => void;
}

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 2 });

export function ProvidersTable({ providers, release }: Props) {
  return (
    <Table.ScrollContainer
      minWidth={720}
      scrollAreaProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Providers' }}
    >
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Provider</Table.Th>
            <Table.Th data-figures="right">Accepted</Table.Th>
            <Table.Th data-figures="right">Complaints</Table.Th>
            <Table.Th data-figures="right">Rate</Table.Th>
            <Table.Th data-figures="right">No mailbox</Table.Th>
            <Table.Th data-figures="right">Not now</Table.Th>
            <Table.Th data-figures="right">Policy</Table.Th>
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
      </Table>
    </Table.ScrollContainer>
  );
}

function State({ provider: { stoppedSince, verdict } }: { provider: Provider }) {
  if (stoppedSince) {
    return (
      <p className={classes.said}>
        <span className={classes.kind} data-tone="fail">
          Marketing stopped
        </span>{' '}
        <When time={stoppedSince} inSentence />
      </p>
    );
  }
  return verdict === 'calm' ? (
    <span className={classes.quiet}>Calm</span>
  ) : (
    <span className={classes.kind} data-tone="need">
      Too many complain
    </span>
  );
}
