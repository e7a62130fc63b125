import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '../parts/Problem.tsx';
import { useMakeSegment } from './make-segment.ts';

/** One press makes the segment of those who do not answer to what they are sent. */
export function Unengaged() {
  const [months, setMonths] = useState<number | null>(12);
  const make = useMakeSegment();
  return (
    <form
      aria-label="People who have not engaged"
      onSubmit={(event) => {
        event.preventDefault();
        if (months !== null) make.mutate({ of: 'unengaged', months });
      }}
    >
      <Group align="end">
        <NumberInput
          label="Months without an opened, clicked, read or answered message"
          description="Of 30 days each. Whoever was first sent one since is not in it."
          min={1}
          max={60}
          allowDecimal={false}
          value={months ?? ''}
          onChange={(value) => setMonths(typeof value === 'number' ? value : null)}
        />
        <Button type="submit" variant="default" loading={make.isPending} disabled={months === null}>
          Make a segment of them
        </Button>
      </Group>
      <Problem error={make.error} />
    </form>
  );
}
