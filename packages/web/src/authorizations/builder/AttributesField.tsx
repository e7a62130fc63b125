import { MultiSelect } from '@mantine/core';
import { isLive, useAttributes } from '../../attributes/queries.ts';
import { FIELD_WORDS, fieldId } from '../field-words.ts';
import { Faults } from './Faults.tsx';
import type { FieldsProps } from './fields-props.ts';

/** The attributes on file that the described information means. */
export function AttributesField({ draft, put, checked }: FieldsProps) {
  const known = useAttributes();
  const offered = known
    .filter((one) => isLive(one) || draft.attributes.includes(one.key))
    .map((one) => ({ value: one.key, label: isLive(one) ? one.label : `${one.label} (deleted)` }));
  return (
    <div id={fieldId('attributes')}>
      <MultiSelect
        label={FIELD_WORDS.attributes}
        description="None: what the level above covers."
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'No attributes' }}
        comboboxProps={{ withinPortal: false }}
        data={offered}
        value={[...draft.attributes]}
        onChange={(attributes) => put({ attributes })}
        nothingFoundMessage="No attribute is called that"
      />
      <Faults checked={checked} places={['attributes']} />
    </div>
  );
}
