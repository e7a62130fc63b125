import { ActionIcon, Checkbox } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import classes from './Builder.module.css';
import { changed } from './change.ts';
import type { Kept, KeptDraft } from './draft.ts';
import { type Editing, remove } from './editing.ts';

interface Props {
  kept: KeptDraft;
  editing: Editing;
  /** Which in its group, from 1: its controls are called by it. */
  place: number;
}

/** A condition that the builder has no fields for: what it says, whether so or not, and away. */
export function KeptRow({ kept, editing, place }: Props) {
  const { id, not, tree } = kept;
  const problem = editing.problems.get(id);
  const name = `condition ${place}`;
  return (
    <div className={classes.condition} data-part={id}>
      <div className={classes.fields}>
        <span>{WORDS[tree.op]}</span>
        <Checkbox
          className={classes.not ?? ''}
          label="not"
          aria-label={`Not: turns ${name} around`}
          checked={not}
          onChange={(event) => {
            const { checked } = event.currentTarget;
            editing.change((draft) => changed(draft, id, (part) => ({ ...part, not: checked })));
          }}
        />
        <span>{detailsOf(tree)}</span>
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

const WORDS: Readonly<Record<Kept['op'], string>> = {
  event: 'What happened',
  consent: 'Consent',
  segment: 'Another segment',
  sample: 'A sample',
  recentlyMailed: 'Mailed lately',
};

/** Its operands as they are; the sentence beside the builder says them in full. */
function detailsOf({ op: _, ...operands }: Kept): string {
  return Object.entries(operands)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
