import { Checkbox, Group, TextInput } from '@mantine/core';
import classes from './Shaping.module.css';
import { DAY_OPTIONS, type SendWindow, WORKING_HOURS } from './shaping.ts';

interface Props {
  label: string;
  description?: string;
  window: SendWindow | null;
  error?: string | undefined;
  choose: (window: SendWindow | null) => void;
}

/** Days and hours at which mail may leave, or any time. */
export function WindowFields({ label, description, window, error, choose }: Props) {
  return (
    <>
      <Checkbox
        label={label}
        description={description}
        checked={window !== null}
        onChange={(event) => choose(event.currentTarget.checked ? WORKING_HOURS : null)}
      />
      {window && (
        <>
          <Checkbox.Group
            label="On"
            value={window.days.map(String)}
            onChange={(days) => choose({ ...window, days: days.map(Number) })}
            error={window.days.length === 0 && 'Choose at least one day.'}
          >
            <Group gap="md" mt="xs">
              {DAY_OPTIONS.map((day) => (
                <Checkbox key={day.value} {...day} />
              ))}
            </Group>
          </Checkbox.Group>
          <div className={classes.pair}>
            <TextInput
              type="time"
              label="From"
              required
              withAsterisk={false}
              value={window.from}
              onChange={(event) => choose({ ...window, from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label="To"
              required
              withAsterisk={false}
              // a clock has no 24:00: midnight as an end is the end of the day
              value={window.to === '24:00' ? '00:00' : window.to}
              error={error}
              onChange={({ currentTarget: { value } }) =>
                choose({ ...window, to: value === '00:00' ? '24:00' : value })
              }
            />
          </div>
        </>
      )}
    </>
  );
}
