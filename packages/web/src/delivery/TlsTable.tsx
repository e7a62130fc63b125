import { Table } from '@mantine/core';
import { number } from '../parts/figures.ts';
import { Name } from '../parts/Name.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import classes from './Tls.module.css';
import { FAILURE_WORDS, failuresOf, POLICY_WORDS, type TlsPolicy } from './tls-words.ts';

interface Props {
  policies: readonly TlsPolicy[];
  /** As people say it. */
  day: string;
}

/** One line for each domain and policy, with its failures by kind. */
export function TlsTable({ policies, day }: Props) {
  return (
    <WideTable label={`Connections on ${day}`} minWidth={720} verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Domain</Table.Th>
          <Table.Th>What it demands</Table.Th>
          <Table.Th data-figures="right">Secure</Table.Th>
          <Table.Th data-figures="right">Failed</Table.Th>
          <Table.Th>Why</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {policies.map((policy) => {
          const { 'policy-domain': domain, 'policy-type': type } = policy.policy;
          return (
            <Table.Tr key={`${domain} ${type}`} className={classes.line ?? ''}>
              <Table.Th scope="row" className={classes.domain ?? ''}>
                <Name>{domain}</Name>
              </Table.Th>
              <Table.Td>{POLICY_WORDS[type]}</Table.Td>
              <Table.Td data-figures="right">
                {number(policy.summary['total-successful-session-count'])}
              </Table.Td>
              <Table.Td data-figures="right">
                {number(policy.summary['total-failure-session-count'])}
              </Table.Td>
              <Table.Td>
                <Failures policy={policy} />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </WideTable>
  );
}

function Failures({ policy }: { policy: TlsPolicy }) {
  const failures = failuresOf(policy);
  if (failures.length === 0) return <span className={classes.quiet}>–</span>;
  return (
    <ul className={classes.failures}>
      {failures.map(([type, count]) => (
        <li key={type}>
          {FAILURE_WORDS[type]}: {number(count)}
        </li>
      ))}
    </ul>
  );
}
