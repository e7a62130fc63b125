import { Table, type TableProps } from '@mantine/core';

interface Props extends TableProps {
  /** What stands in it: the name of the region that scrolls. */
  label: string;
  /** In pixels; on a narrower page it scrolls sideways, by keyboard too. */
  minWidth: number;
}

/** A table that keeps its columns readable on a phone. */
export function WideTable({ label, minWidth, ...table }: Props) {
  return (
    <Table.ScrollContainer
      // what is focused has to be what scrolls, or the arrow keys move nothing
      type="native"
      // what is hidden in a cell stays within it
      pos="relative"
      minWidth={minWidth}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <Table {...table} />
    </Table.ScrollContainer>
  );
}
