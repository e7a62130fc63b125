import { number } from '../parts/figures.ts';
import classes from './Imports.module.css';
import type { Import } from './queries.ts';

/** What became of the rows. */
export function ImportFigures({ of }: { of: Import }) {
  const figures = [
    ['Created', of.created],
    ...(of.unchanged === null
      ? ([['Updated or unchanged', of.updated]] as const)
      : ([
          ['Updated', of.updated],
          ['Unchanged', of.unchanged],
        ] as const)),
    ['Rejected', of.rejected],
  ] as const;
  return (
    <dl className={classes.figures}>
      {figures.map(([name, figure]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{number(figure)}</dd>
        </div>
      ))}
    </dl>
  );
}
