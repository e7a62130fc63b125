import { TextInput } from '@mantine/core';
import { Choice } from '../../parts/Choice.tsx';
import { GOAL_WORDS, type Goal } from '../interview.ts';
import type { Drafting } from './use-draft.ts';

const GOALS = (Object.keys(GOAL_WORDS) as Goal[]).map((value) => ({
  value,
  label: GOAL_WORDS[value],
}));

export function StepGoal({ draft: { draft, change } }: { draft: Drafting }) {
  return (
    <>
      <TextInput
        label="What do you call it?"
        description="For you and your colleagues; no recipient sees it."
        size="md"
        maxLength={120}
        value={draft.name}
        error={draft.name.trim() === '' && 'A campaign needs a name before it can be saved.'}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Choice
        label="What should it achieve?"
        description="Changes nothing for the law. You may leave it open."
        columns
        value={draft.goal}
        options={GOALS}
        choose={(goal) => change({ goal })}
      />
    </>
  );
}
