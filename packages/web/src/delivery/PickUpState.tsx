import { Dot } from '../parts/Dot.tsx';
import { STATES, type PickUpState as State } from './pick-up.ts';

/** Where a message in the portal is. */
export function PickUpState({ of }: { of: State }) {
  const { word, tone } = STATES[of];
  return <Dot tone={tone}>{word}</Dot>;
}
