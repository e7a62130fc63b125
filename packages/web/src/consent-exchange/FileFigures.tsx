import { number } from '../parts/figures.ts';
import classes from './ConsentFiles.module.css';
import type { ExchangeFile } from './queries.ts';

/** What was found in the rows. */
export function FileFigures({ of }: { of: ExchangeFile }) {
  const figures = [
    ['New and valid', of.valid],
    ['Of these without effect', of.noEffect],
    ['On file before', of.known],
    ['Rejected', of.rejected],
  ] as const;
  return (
    <dl className={classes.figures}>
      {figures
        .filter(([name]) => of.kind === 'consents' || name !== 'Of these without effect')
        .map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{number(figure)}</dd>
          </div>
        ))}
    </dl>
  );
}
