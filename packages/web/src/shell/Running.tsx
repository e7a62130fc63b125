import { Button, Loader, Popover } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import classes from './Running.module.css';
import { RunningJob } from './RunningJob.tsx';
import { useRunning } from './use-running.ts';

/** What goes on whether or not a page is open: sends and imports. Absent when nothing does. */
export function Running() {
  const jobs = useRunning();
  if (jobs.length === 0) return null;
  const moving = jobs.some(({ held }) => !held);
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
          aria-label={`${jobs.length} running: show campaigns and imports`}
        >
          <span className={classes.word}>{jobs.length} running</span>
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
