import { number } from '../parts/figures.ts';
import { STATE_ORDER, type State, type States } from '../parts/VerdictBar.tsx';

const SHORT: Record<State, string> = {
  sent: 'sent',
  waiting: 'waiting',
  refused: 'refused',
  suppressed: 'suppressed',
  failed: 'failed',
  uncertain: 'uncertain',
};

/** "2,000 = 430 sent + 1,301 refused + 269 suppressed": nobody is missing from it. */
export function sumSentence(states: States): string {
  const parts = STATE_ORDER.filter((state) => states[state] !== 0).map(
    (state) => `${shown(states[state])} ${SHORT[state]}`,
  );
  return `${shown(states.audience)} = ${parts.length > 0 ? parts.join(' + ') : '0'}`;
}

const shown = (count: number | null) => (count === null ? 'hidden' : number(count));
