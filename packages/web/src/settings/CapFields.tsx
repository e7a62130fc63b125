import { Checkbox, Group, NativeSelect, NumberInput, Stack } from '@mantine/core';
import type { Cap } from './frequency.ts';

interface Props {
  label: string;
  description: string;
  cap: Cap | null;
  choose: (cap: Cap | null) => void;
}

const PERIODS: { value: Cap['period']; label: string }[] = [
  { value: 'day', label: 'a day' },
  { value: 'week', label: 'in 7 days' },
  { value: 'month', label: 'in 30 days' },
];

/** A limit, or none. */
export function CapFields({ label, description, cap, choose }: Props) {
  return (
    <Stack gap="xs">
      <Checkbox
        label={`Limit: ${label.slice(0, 1).toLowerCase()}${label.slice(1)}`}
        description={description}
        checked={cap !== null}
        onChange={(event) =>
          choose(event.currentTarget.checked ? { most: 3, period: 'week' } : null)
        }
      />
      {cap && (
        <Group gap="sm" align="end">
          <NumberInput
            label="At most"
            aria-label={`${label}: at most`}
            min={1}
            max={1000}
            allowDecimal={false}
            w={120}
            value={cap.most}
            onChange={(most) => typeof most === 'number' && most > 0 && choose({ ...cap, most })}
          />
          <NativeSelect
            label="Period"
            aria-label={`${label}: period`}
            data={PERIODS}
            value={cap.period}
            onChange={({ currentTarget: { value } }) => {
              const period = PERIODS.find((one) => one.value === value)?.value;
              if (period) choose({ ...cap, period });
            }}
          />
        </Group>
      )}
    </Stack>
  );
}
