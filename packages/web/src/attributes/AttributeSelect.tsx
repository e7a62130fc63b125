import { Select, type SelectProps } from '@mantine/core';
import { ClassChip } from '../parts/ClassChip.tsx';
import classes from './AttributeSelect.module.css';
import type { Attribute } from './queries.ts';
import { byClass, CLASS_HEADINGS } from './words.ts';

type Passed = Omit<
  SelectProps,
  'attributes' | 'data' | 'value' | 'onChange' | 'renderOption' | 'searchable' | 'multiple'
>;

interface Props extends Passed {
  /** What is offered. */
  attributes: readonly Attribute[];
  /** One that is chosen and no longer offered, such as a deleted one. */
  former?: Attribute | undefined;
  value: string | null;
  choose: (key: string | null) => void;
  /** What choosing none is called; absent: one has to be chosen. */
  none?: string;
}

/** Chooses an attribute by its key: grouped by class, each with its chip. */
export function AttributeSelect({ attributes, former, value, choose, none, ...rest }: Props) {
  const data = byClass(attributes).map((group) => ({
    group: CLASS_HEADINGS[group.sensitivity],
    items: group.attributes.map(({ key, label }) => ({ value: key, label })),
  }));
  const gone =
    former && !attributes.includes(former)
      ? [{ value: former.key, label: `${former.label} (deleted)`, disabled: true }]
      : [];
  return (
    <Select
      placeholder="Choose"
      {...rest}
      searchable
      comboboxProps={{ withinPortal: false, width: 288, position: 'bottom-start' }}
      allowDeselect={false}
      data={[...(none ? [{ value: '', label: none }] : []), ...data, ...gone]}
      value={value ?? (none ? '' : null)}
      onChange={(chosen) => choose(chosen || null)}
      nothingFoundMessage="No attribute is called that"
      renderOption={({ option }) => {
        const attribute = attributes.find(({ key }) => key === option.value);
        return (
          <span className={classes.option}>
            {option.label}
            {attribute && <ClassChip of={attribute.sensitivity} still />}
          </span>
        );
      }}
    />
  );
}
