import { Textarea } from '@mantine/core';
import type { Checked } from '../form-queries.ts';
import { Faults } from './Faults.tsx';

interface Props {
  label: string;
  description?: string;
  /** The field of the form that it is. */
  place: string;
  value: string;
  write: (value: string) => void;
  checked: Checked | undefined;
  maxLength?: number;
  rows?: number;
}

/** A text of the form, with what is wrong with it. */
export function TextField(props: Props) {
  const { label, description, place, value, write, checked, maxLength = 4000, rows = 2 } = props;
  return (
    <div>
      <Textarea
        label={label}
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
