import type { ReactNode } from 'react';
import classes from './Dot.module.css';

/** The colours of states, which differ in lightness too; `none` is grey. */
export type Tone = 'good' | 'need' | 'out' | 'fail' | 'unsure' | 'none';

interface Props {
  tone: Tone;
  /** A ring: it is not so yet, or no longer. */
  hollow?: boolean;
  /** A sentence that may break; a word or two stay on their line. */
  long?: boolean;
  children: ReactNode;
}

/** A state: a dot, and the word that says what its colour means. */
export function Dot({ tone, hollow = false, long = false, children }: Props) {
  return (
    <span
      className={classes.dot}
      data-tone={tone}
      data-hollow={hollow || undefined}
      style={long ? undefined : { whiteSpace: 'nowrap' }}
    >
      <span>{children}</span>
    </span>
  );
}
