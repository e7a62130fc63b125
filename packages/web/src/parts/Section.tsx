import { type ReactNode, useId } from 'react';
import classes from './Section.module.css';

interface Props {
  title: string;
  /** A line under the title. */
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of a page, with its heading. */
export function Section({ title, note, aside, children }: Props) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside}
      </div>
      {note && <p className={classes.note}>{note}</p>}
      {children}
    </section>
  );
}
