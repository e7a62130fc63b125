import type { Kept } from './draft-keeper.ts';
import classes from './SaveState.module.css';

const WORDS: Record<Kept['state'], string> = {
  saved: 'Saved',
  unsaved: 'Saving',
  saving: 'Saving',
  failed: 'Not saved',
  conflict: 'Not saved: changed by somebody else',
};

/** Says quietly whether what was typed is safe. */
export function SaveState({ kept }: { kept: Kept }) {
  const nameless = kept.draft.name.trim() === '';
  return (
    <span className={classes.state} role="status" data-state={kept.state}>
      {nameless && kept.state !== 'saved' ? 'Not saved: it has no name' : WORDS[kept.state]}
    </span>
  );
}
