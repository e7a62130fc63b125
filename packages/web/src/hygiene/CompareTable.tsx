import { Radio, Table } from '@mantine/core';
import { type Attribute, useAttributes } from '../attributes/queries.ts';
import { shownValue } from '../contacts/values.ts';
import { Locked } from '../parts/Locked.tsx';
import { TextLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import type { Compared } from './queries.ts';

/** By attribute: of which record the value is taken. */
export type Chosen = Readonly<Record<string, 'one' | 'other'>>;

interface Props {
  of: Compared;
  chosen: Chosen;
  /** Null: nobody chooses here. */
  choose: ((chosen: Chosen) => void) | null;
}

/** Both records, value by value; what differs can be chosen, what is above one's class is locked. */
export function CompareTable({ of, chosen, choose }: Props) {
  const rows = useAttributes().filter(
    ({ key }) =>
      of.locked.includes(key) ||
      of.one.values[key] !== undefined ||
      of.other.values[key] !== undefined,
  );
  return (
    <WideTable label="Both records" minWidth={720} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Known of them</Table.Th>
          <Table.Th>
            <Head of={of.one}>The first</Head>
          </Table.Th>
          <Table.Th>
            <Head of={of.other}>The second</Head>
          </Table.Th>
          <Table.Th>What stays</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((attribute) => (
          <Row key={attribute.id} {...{ attribute, of, chosen, choose }} />
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function Head({ of, children }: { of: Compared['one']; children: string }) {
  return (
    <>
      <TextLink to="/contacts/$id" params={{ id: of.id }} preload={false}>
        {children}
      </TextLink>
      <br />
      <small>
        Changed: <When time={of.updatedAt} />
      </small>
    </>
  );
}

function Row({ attribute, of, chosen, choose }: Props & { attribute: Attribute }) {
  const { key, label } = attribute;
  const [one, other] = [of.one.values[key], of.other.values[key]];
  if (of.locked.includes(key)) {
    return (
      <Table.Tr>
        <Table.Th scope="row">{label}</Table.Th>
        <Table.Td colSpan={2}>
          <Locked of={attribute.sensitivity} />
        </Table.Td>
        <Table.Td>What is known, and of two values the newer</Table.Td>
      </Table.Tr>
    );
  }
  const show = (value: typeof one) => (value === undefined ? '–' : shownValue(attribute, value));
  const differ = JSON.stringify(one) !== JSON.stringify(other);
  const kept = chosen[key] === undefined ? of.merged[key] : of[chosen[key]].values[key];
  const cell = (side: 'one' | 'other', value: typeof one) =>
    differ && choose ? (
      <Radio
        name={`value-${key}`}
        label={show(value)}
        aria-label={`${label}: ${show(value)}, of the ${side === 'one' ? 'first' : 'second'}`}
        checked={
          chosen[key] === undefined
            ? JSON.stringify(of.merged[key]) === JSON.stringify(value)
            : chosen[key] === side
        }
        onChange={() => choose({ ...chosen, [key]: side })}
      />
    ) : (
      show(value)
    );
  return (
    <Table.Tr>
      <Table.Th scope="row">{label}</Table.Th>
      <Table.Td>{cell('one', one)}</Table.Td>
      <Table.Td>{cell('other', other)}</Table.Td>
      <Table.Td>{show(kept)}</Table.Td>
    </Table.Tr>
  );
}
