import { Textarea } from '@mantine/core';
import { FIELD_WORDS, type FieldPlace, fieldId } from '../field-words.ts';
import type { Checked } from '../form-queries.ts';
import { Faults } from './Faults.tsx';

interface Props {
  description?: string;
  /** The field of the form that it is. */
  place: FieldPlace;
  value: string;
  write: (value: string) => void;
  checked: Checked | undefined;
  maxLength?: number;
  rows?: number;
}

/** A text of the form, with what is wrong with it. */
export function TextField(props: Props) {
  const { description, place, value, write, checked, maxLength = 4000, rows = 2 } = props;
  return (
    <div id={fieldId(place)}>
      <Textarea
        label={FIELD_WORDS[place]}
        description={description}
        autosize
        minRows={rows}
        maxLength={maxLength}
        value={value}
        onChange={(event) => write(event.currentTarget.value)}
        aria-invalid={checked?.faults.some((fault) => fault.place === place) || undefined}
      />
      <Faults checked={checked} places={[place]} />
    </div>
  );
}
