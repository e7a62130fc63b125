import { Progress } from '@mantine/core';
import { duration, number } from '../parts/figures.ts';
import spine from '../parts/Spine.module.css';
import { HoldImport } from './HoldImport.tsx';
import { ImportFigures } from './ImportFigures.tsx';
import { ImportSpine } from './ImportSpine.tsx';
import classes from './Imports.module.css';
import type { Import } from './queries.ts';

/**
 * The third step: rows a second, time left. It goes on when the page is closed, can be paused and ended.
 */
export function ImportProgress({ of }: { of: Import }) {
  const share = of.bytes === 0 ? 0 : (of.bytesDone / of.bytes) * 100;
  return (
    <div className={spine.layout}>
      <ImportSpine at={2} />
      <div className={spine.content}>
        <Progress value={share} size="lg" aria-label="Share of the file that was read" />
        <p className={classes.pace}>
          <span>{number(of.rowsDone)} rows read</span>
          <span>
            {!!of.rowsPerSecond &&
              of.waiting === null &&
              `${number(Math.round(of.rowsPerSecond))} rows a second`}
          </span>
          <span>{of.state === 'paused' ? 'Paused' : of.waiting !== null && 'Waiting'}</span>
          <span>{of.secondsLeft !== null && `${duration(of.secondsLeft)} left`}</span>
        </p>
        <ImportFigures of={of} />
        {of.waiting !== null && (
          <p className={classes.problems} role="status">
            {of.waiting}
          </p>
        )}
        <HoldImport of={of} />
        <p className={classes.dim}>
          {of.state === 'paused'
            ? 'It waits, also when you close this page, until somebody lets it go on.'
            : 'It goes on when you close this page, and resumes where it was if the server is restarted.'}
        </p>
      </div>
    </div>
  );
}
