import { useLostSince } from '../api/connection.ts';
import { duration, number } from '../parts/figures.ts';
import classes from './Pace.module.css';
import type { Campaign } from './queries.ts';

/** Messages a second and the time left, while it is seen to be sending. */
export function Pace({ campaign }: { campaign: Campaign }) {
  const { state, heldReason, perSecond, secondsLeft } = campaign;
  const lost = useLostSince() !== null;
  if (lost || state !== 'running' || heldReason !== null || perSecond === null) return null;
  return (
    <span className={classes.pace}>
      {number(Math.round(perSecond))} a second
      {secondsLeft !== null && <>, {duration(secondsLeft)} left</>}
    </span>
  );
}
