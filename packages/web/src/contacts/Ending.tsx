import { TextInput } from '@mantine/core';
import { Choice } from '../parts/Choice.tsx';
import classes from './SignedPaper.module.css';
import type { SignedDraft } from './signed-draft.ts';

const ENDS = [
  { value: 'date', label: 'On a day' },
  { value: 'event', label: 'When something happens' },
  { value: 'none', label: 'It says that it never ends', note: 'For research only: not valid.' },
  { value: 'blank', label: 'It says nothing of an end', note: 'Not valid without one.' },
] as const;

interface Props {
  draft: SignedDraft;
  put: (some: Partial<SignedDraft>) => void;
  error: string | undefined;
  onError: string | undefined;
  withError: string | undefined;
}

/** When a paper ends, as it says itself. */
export function Ending({ draft, put, error, onError, withError }: Props) {
  return (
    <div className={classes.ends}>
      <Choice
        label="When does it end?"
        value={draft.ends}
        choose={(ends) => put({ ends })}
        options={ENDS}
        error={error}
        columns
      />
      {draft.ends === 'date' && (
        <TextInput
          type="date"
          label="Ends on"
          description="It is good through the whole of this day."
          value={draft.endsOn}
          onChange={(event) => put({ endsOn: event.currentTarget.value })}
          error={onError}
        />
      )}
      {draft.ends === 'event' && (
        <TextInput
          label="Ends when"
          description="As the paper says it, without a person’s name: “End of care at our clinic”."
          maxLength={200}
          value={draft.endsWith}
          onChange={(event) => put({ endsWith: event.currentTarget.value })}
          error={withError}
        />
      )}
    </div>
  );
}
