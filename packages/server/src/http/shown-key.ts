import type { MadeKey } from '../applications/index.ts';
import { ApiProblem, notFound } from './problem.ts';

/** A key that was made, or why none was. */
export function madeKey(done: MadeKey | 'unknown' | 'full'): MadeKey {
  if (done === 'unknown') throw notFound('application');
  if (done === 'full') {
    throw new ApiProblem(
      'not_possible_now',
      'It has 20 keys and sessions that hold. End one that is not used any more.',
    );
  }
  return done;
}

/** With its secret: this once. */
export const shownKey = ({ expiresAt, ...key }: MadeKey) => ({
  ...key,
  expiresAt: expiresAt.toISOString(),
});
