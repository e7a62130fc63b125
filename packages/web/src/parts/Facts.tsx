import type { ReactNode } from 'react';
import classes from './Facts.module.css';

interface Props {
  /** What is known, in order; nothing is shown for a fact that is null. */
  facts: readonly (readonly [name: string, fact: ReactNode])[];
}

/** Facts by name, one a line. */
export function Facts({ facts }: Props) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, fact]) => fact !== null && fact !== undefined && fact !== '')
        .map(([name, fact]) => (
          <div key={name} className={classes.row}>
            <dt className={classes.name}>{name}</dt>
            <dd className={classes.fact}>{fact}</dd>
          </div>
        ))}
    </dl>
  );
}
