import { Progress } from '@mantine/core';
import { share } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import classes from './Running.module.css';
import type { Job } from './use-running.ts';

const HELD = { paused: 'Paused', waiting: 'Waiting' } as const;

export function RunningJob({ job }: { job: Job }) {
  const { id, kind, name, done, of, held } = job;
  return (
    <li>
      <div className={classes.head}>
        {kind === 'campaign' ? (
          <TextLink to="/campaigns/$id" params={{ id }}>
            {name}
          </TextLink>
        ) : (
          <TextLink to="/imports/$id" params={{ id }}>
            {name}
          </TextLink>
        )}
        <span className={classes.share}>{held ? HELD[held] : share(done, of)}</span>
      </div>
      <Progress
        value={of === 0 ? 0 : (done / of) * 100}
        size="sm"
        aria-label={`Progress of ${name}`}
      />
    </li>
  );
}
