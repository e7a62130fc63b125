import { Tooltip } from '@mantine/core';
import { useMay } from '../session/session.ts';
import classes from './Figure.module.css';
import { number } from './figures.ts';

interface Props {
  /** Null: hidden from this viewer. */
  value: number | null;
  /** What is counted, for a screen reader: "refused". Needed where the figure is a button. */
  label?: string;
  /**
   * Opens the people behind the figure. Figures of 0 and hidden ones open nothing, nor does any for
   * those who may not see single people.
   */
  open?: (() => void) | undefined;
}

const HIDDEN =
  'A group of 1 to 10 people could point at somebody. It is hidden from those who may not see single people, and so is a larger figure that would tell it.';

/** A number that lines up with others; hidden ones say that they are, and why. */
export function Figure({ value, label, open }: Props) {
  const maySee = useMay('people:read');
  if (value === null) {
    return (
      <Tooltip label={HIDDEN}>
        {/* focusable, so that the explanation reaches the keyboard */}
        <span className={classes.hidden} tabIndex={0} aria-label={`Hidden. ${HIDDEN}`} role="note">
          hidden
        </span>
      </Tooltip>
    );
  }
  if (!open || !maySee || value === 0)
    return <span className={classes.figure}>{number(value)}</span>;
  return (
    <button
      type="button"
      className={`${classes.figure} ${classes.open}`}
      onClick={open}
      aria-label={`${number(value)} ${label ?? ''}: show who`}
    >
      {number(value)}
    </button>
  );
}
