import { Tooltip } from '@mantine/core';
import type { AnswerOf } from '@postern/sdk';
import { ClassChip } from '../parts/ClassChip.tsx';
import { Figure } from '../parts/Figure.tsx';
import { number, share } from '../parts/figures.ts';
import classes from './Segments.module.css';

interface Props {
  /** Absent: not asked yet. */
  found: AnswerOf<'countSegment'> | undefined;
  total: number | null;
  /** True while a newer answer is awaited. */
  asking: boolean;
  /** How many conditions lack something and are left out. */
  incomplete: number;
}

/** How many are in it now, how sensitive that is, and what it says. Keeps its width. */
export function LiveCount({ found, total, asking, incomplete }: Props) {
  return (
    <aside className={classes.live} aria-label="What these conditions find">
      <p className={classes.count} aria-live="polite" aria-busy={asking}>
        <span
          className={classes.figure}
          data-asking={asking || undefined}
          style={{ minWidth: `${number(total ?? 1_000).length}ch` }}
        >
          {found ? <Figure value={found.count} /> : '–'}
        </span>
        {total !== null && <span className={classes.of}>of {number(total)}</span>}
        <span className={classes.share}>
          {asking ? 'Counting…' : found && found.count !== null && share(found.count, found.total)}
        </span>
      </p>
      {found && (
        <>
          <p className={classes.sentence}>{found.sentence}.</p>
          {found.slowBecause && <p className={classes.slow}>{found.slowBecause}</p>}
          <ClassChip of={found.class} />
          {found.class && (
            <p className={classes.dim}>
              Because of “{found.class.causedByLabel}”. A campaign to this segment is asked about
              with this class.
            </p>
          )}
        </>
      )}
      {incomplete > 0 && (
        <Tooltip label="They count as soon as they say with what to compare.">
          <p className={classes.dim}>
            {incomplete === 1 ? 'One condition is' : `${number(incomplete)} conditions are`} not
            complete yet and left out.
          </p>
        </Tooltip>
      )}
    </aside>
  );
}
