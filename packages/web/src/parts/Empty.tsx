import type { ReactNode } from 'react';
import classes from './Empty.module.css';

interface Props {
  title: string;
  /** What to do about it. */
  children?: ReactNode;
  action?: ReactNode;
}

/** Where a list would be and there is nothing yet: says what to do. */
export function Empty({ title, children, action }: Props) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      {children && <p className={classes.words}>{children}</p>}
      {action}
    </div>
  );
}
