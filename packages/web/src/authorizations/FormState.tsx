import { Dot } from '../parts/Dot.tsx';
import type { ListedForm } from './form-queries.ts';
import { stateOf } from './form-words.ts';

/** Where a version of a form stands. */
export function FormState({ state }: { state: ListedForm['state'] }) {
  const { word, tone } = stateOf(state);
  return (
    <Dot tone={tone} hollow={state !== 'published'}>
      {word}
    </Dot>
  );
}
