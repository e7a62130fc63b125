import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import classes from './Builder.module.css';
import { canMove } from './change.ts';
import { type Editing, move, remove } from './editing.ts';

interface Props {
  id: string;
  /** "condition 2", "this group". */
  name: string;
  editing: Editing;
}

/** Moves a part up or down, into groups and out of them, or removes it. */
export function RowActions({ id, name, editing }: Props) {
  const { draft } = editing;
  return (
    <div className={classes.actions}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${name} up`}
        data-move="up"
        disabled={!canMove(draft, id, 'up')}
        onClick={() => move(editing, id, 'up')}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${name} down`}
        data-move="down"
        disabled={!canMove(draft, id, 'down')}
        onClick={() => move(editing, id, 'down')}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove ${name}`}
        data-remove
        onClick={() => remove(editing, id)}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
