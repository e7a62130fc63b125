import { Button, Loader, Popover } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useLost } from '../api/connection.ts';
import classes from './Running.module.css';
import { RunningJob } from './RunningJob.tsx';
import { type Job, useRunning } from './use-running.ts';

/** What goes on whether or not a page is open: sends and imports. Absent when nothing does. */
export function Running() {
  const jobs = useRunning();
  const lost = useLost() !== null;
  if (jobs.length === 0) return null;
  const moving = !lost && jobs.some(({ held }) => !held);
  const words = wordsOf(jobs);
  return (
    <Popover position="bottom-end" width={320} withinPortal trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes.button ?? ''}
          leftSection={
            moving ? <Loader size={14} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />
          }
          aria-label={`${words}: show campaigns and imports`}
        >
          <span className={classes.word}>{words}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={classes.jobs}>
          {jobs.map((job) => (
            <RunningJob key={job.id} job={job} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

/** "1 running, 2 paused": only what there is. */
function wordsOf(jobs: readonly Job[]): string {
  return (['running', 'waiting', 'paused'] as const)
    .map((word) => ({
      word,
      count: jobs.filter(({ held }) => (held ?? 'running') === word).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ');
}
