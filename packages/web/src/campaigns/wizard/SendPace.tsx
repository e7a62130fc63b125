import { NumberInput } from '@mantine/core';
import { WindowFields } from '../../delivery/WindowFields.tsx';
import { Section } from '../../parts/Section.tsx';
import type { Drafting } from './use-draft.ts';

/** How fast, and when; both may be left as they are. */
export function SendPace({ draft: { draft, change } }: { draft: Drafting }) {
  const { pace } = draft;
  // what has to arrive waits for no hour
  if (draft.stream === 'transactional') return null;
  return (
    <Section title="Pace" note="Empty: as fast as receivers like it, at your organization’s hours.">
      <div style={{ display: 'grid', gap: 16, maxWidth: 640 }}>
        <NumberInput
          label="At most, a minute"
          min={1}
          max={1_000_000}
          maw={240}
          allowDecimal={false}
          allowNegative={false}
          value={pace.perMinute ?? ''}
          onChange={(value) => change({ pace: { ...pace, perMinute: Number(value) || null } })}
        />
        <WindowFields
          label="Only at certain hours where the recipient lives"
          window={pace.window}
          choose={(window) => change({ pace: { ...pace, window } })}
        />
      </div>
    </Section>
  );
}
