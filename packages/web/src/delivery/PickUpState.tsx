import classes from './PickUp.module.css';
import { STATES, type PickUpState as State } from './pick-up.ts';

/** Where a message in the portal is: a dot and a word. */
export function PickUpState({ of }: { of: State }) {
  const { word, tone } = STATES[of];
  return (
    <span className={classes.state} data-tone={tone}>
      {word}
    </span>
  );
}
