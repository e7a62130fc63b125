import classes from '../Segments.module.css';
import { lineDiff } from './line-diff.ts';

interface Props {
  /** What is on file, and what it would become. */
  before: string;
  after: string;
}

/** Two texts line by line: what goes, what comes, what stays. */
export function Compared({ before, after }: Props) {
  const lines = lineDiff(before, after);
  if (lines.every(({ change }) => change === undefined)) {
    return <p className={classes.dim}>The text says what is saved.</p>;
  }
  return (
    <ul className={classes.compared} aria-label="Compared with what is saved" tabIndex={0}>
      {lines.map(({ text, change }, place) => (
        <li key={place} data-change={change}>
          {change === undefined && `  ${text}`}
          {change === 'removed' && <del>{`− ${text}`}</del>}
          {change === 'added' && <ins>{`+ ${text}`}</ins>}
        </li>
      ))}
    </ul>
  );
}
