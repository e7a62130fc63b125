import { useLost } from '../api/connection.ts';
import { duration, people } from '../parts/figures.ts';
import classes from './Pace.module.css';
import type { Campaign } from './queries.ts';

/** Whoever is done with, a second, and the time left, while it is seen to be sending. */
export function Pace({ campaign }: { campaign: Campaign }) {
  const { state, heldReason, perSecond, secondsLeft } = campaign;
  const lost = useLost() !== null;
  if (lost || state !== 'running' || heldReason !== null || !perSecond) return null;
  return (
    <span className={classes.pace}>
      {perSecond < 1
        ? `${people(Math.round(perSecond * 60))} a minute`
        : `${people(Math.round(perSecond))} a second`}
      {secondsLeft !== null && <>, {duration(secondsLeft)} left</>}
    </span>
  );
}
