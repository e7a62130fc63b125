import { ActionIcon, NumberInput, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import classes from './Builder.module.css';
import { changed } from './change.ts';
import type { EndsDraft } from './draft.ts';
import { type Editing, remove } from './editing.ts';

interface Props {
  ends: EndsDraft;
  editing: Editing;
  /** Which in its group, from 1: its controls are called by it. */
  place: number;
}

/** Whether an authorization ends soon: about what somebody signed, and so about no attribute. */
export function EndsRow({ ends, editing, place }: Props) {
  const { id, not, days } = ends;
  const problem = editing.problems.get(id);
  const put = (some: Partial<Pick<EndsDraft, 'not' | 'days'>>) =>
    editing.change((draft) =>
      changed(draft, id, (part) => (part.kind === 'ends' ? { ...part, ...some } : part)),
    );
  const name = `condition ${place}`;
  return (
    <div className={classes.condition} data-part={id}>
      <div className={classes.fields}>
        <Select
          aria-label={`What ${name} says`}
          allowDeselect={false}
          data={[
            { value: 'one', label: 'An authorization ends within' },
            { value: 'none', label: 'No authorization ends within' },
          ]}
          value={not ? 'none' : 'one'}
          onChange={(chosen) => put({ not: chosen === 'none' })}
        />
        <div className={classes.operands}>
          <NumberInput
            aria-label={`Days of ${name}`}
            suffix=" days"
            hideControls
            min={0}
            max={36_500}
            allowDecimal={false}
            allowNegative={false}
            value={days ?? ''}
            onChange={(value) => put({ days: typeof value === 'number' ? value : null })}
          />
        </div>
      </div>
      <ActionIcon
        className={classes.remove ?? ''}
        variant="subtle"
        color="gray"
        aria-label={`Remove ${name}`}
        data-remove
        onClick={() => remove(editing, id)}
      >
        <IconX size={16} />
      </ActionIcon>
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
