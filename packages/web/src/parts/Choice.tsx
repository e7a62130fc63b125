import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Choice.module.css';

export interface Option<Value extends string> {
  value: Value;
  label: string;
  /** A line below the label. */
  note?: ReactNode;
  /** On the right: a count, a chip. */
  aside?: ReactNode;
  disabled?: boolean;
}

interface Props<Value extends string> {
  label: string;
  description?: ReactNode;
  value: Value | null;
  options: readonly Option<Value>[];
  choose: (value: Value) => void;
  error?: string | undefined;
  /** Two beside each other where there is room. */
  columns?: boolean;
}

/** One of several, each with room for a line of explanation. */
export function Choice<Value extends string>(props: Props<Value>) {
  const { label, description, value, options, choose, error, columns = false } = props;
  return (
    <Radio.Group
      label={label}
      description={description}
      value={value ?? ''}
      error={error}
      onChange={(chosen) => {
        const option = options.find((one) => one.value === chosen);
        if (option) choose(option.value);
      }}
      classNames={{ label: classes.question ?? '', description: classes.description ?? '' }}
    >
      <div className={classes.options} data-columns={columns || undefined}>
        {options.map((option) => (
          <div
            key={option.value}
            className={classes.option}
            data-chosen={option.value === value || undefined}
          >
            <Radio
              value={option.value}
              disabled={option.disabled ?? false}
              label={option.label}
              description={option.note}
              classNames={{
                root: classes.radio ?? '',
                label: classes.label ?? '',
                description: classes.note ?? '',
              }}
            />
            {option.aside && <div className={classes.aside}>{option.aside}</div>}
          </div>
        ))}
      </div>
    </Radio.Group>
  );
}
