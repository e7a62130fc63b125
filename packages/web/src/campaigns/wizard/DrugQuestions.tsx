import { NumberInput } from '@mantine/core';
import { Choice } from '../../parts/Choice.tsx';
import { optionsOf, RELATION_WORDS } from '../interview.ts';
import type { Draft } from './draft-keeper.ts';

type Drug = Draft['interview']['drug'];

interface Props {
  drug: Drug;
  choose: (drug: Drug) => void;
}

/** Asked about a medicine that people take now: the refill exception turns on it. */
export function DrugQuestions({ drug, choose }: Props) {
  return (
    <>
      <Choice
        label="Which medicine does the message speak of?"
        columns
        value={drug?.relation ?? null}
        options={optionsOf(RELATION_WORDS)}
        choose={(relation) => choose({ relation, lapsedDays: drug?.lapsedDays ?? 0 })}
      />
      {drug && (
        <NumberInput
          label="For how many days at most has the prescription run out?"
          description="0 when it still runs. After 90 days it no longer counts as a medicine that they take."
          min={0}
          allowDecimal={false}
          allowNegative={false}
          maw={360}
          value={drug.lapsedDays}
          onChange={(days) => choose({ ...drug, lapsedDays: Number(days) || 0 })}
        />
      )}
    </>
  );
}
