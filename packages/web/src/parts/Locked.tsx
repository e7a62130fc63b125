import { Tooltip } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { openTo, rolesQuery } from '../roles/queries.ts';
import type { Sensitivity } from './ClassChip.tsx';
import classes from './Locked.module.css';

interface Props {
  /** The class that is above the viewer's. */
  of: Sensitivity;
  /** In place of "Locked", where the thing has a neutral name. */
  children?: string;
}

/** In place of what is above the viewer's class: that it is locked, and who could see it. */
export function Locked({ of, children = 'Locked' }: Props) {
  const { data } = useQuery(rolesQuery);
  const who = data ? ` It is open to: ${openTo(data.data, of).join(', ')}.` : '';
  const why = `Of the class “${of === 'part2' ? 'part 2' : of}”, which is above what your roles open.${who}`;
  return (
    <Tooltip label={why} multiline maw={360}>
      {/* focusable, so that the explanation reaches the keyboard */}
      <span className={classes.locked} tabIndex={0} role="note" aria-label={`${children}. ${why}`}>
        <IconLock size={14} stroke={1.75} aria-hidden />
        {children}
      </span>
    </Tooltip>
  );
}
