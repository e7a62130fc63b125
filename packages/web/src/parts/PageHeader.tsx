import type { ReactNode } from 'react';
import { number } from './figures.ts';
import classes from './PageHeader.module.css';

interface Props {
  title: string;
  /** What the tab says, where the title itself is a patient's: browsers keep titles in their history. */
  tab?: string;
  /** How many there are of what the title names. */
  count?: number | undefined;
  /** A line above the title: where one is, such as a link to the list. */
  above?: ReactNode;
  /** What it is, in a line under the title. */
  children?: ReactNode;
  /** The one primary action. */
  action?: ReactNode;
}

/** The head of a page: names the page for the tab too, and is where focus lands. */
export function PageHeader({ title, tab, count, above, children, action }: Props) {
  return (
    <header className={classes.header}>
      <title>{`${tab ?? title} · Postern`}</title>
      <div className={classes.words}>
        {above && <div className={classes.above}>{above}</div>}
        <h1 tabIndex={-1} className={classes.title}>
          {title}
          {count !== undefined && (
            <>
              {' '}
              <span className={classes.count}>{number(count)}</span>
            </>
          )}
        </h1>
        {children && <div className={classes.below}>{children}</div>}
      </div>
      {action && (
        <div className={classes.action} data-print="no">
          {action}
        </div>
      )}
    </header>
  );
}
