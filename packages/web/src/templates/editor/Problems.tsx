import { UnstyledButton } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { plural } from '../../parts/figures.ts';
import type { Place, TemplateProblem } from '../queries.ts';
import classes from '../Templates.module.css';

const PLACE_WORDS: Record<Place, string> = {
  subject: 'Subject',
  preheader: 'Preheader',
  body: 'Message',
  text: 'Plain text',
};

const NONE = {
  ready: 'None. It can be saved.',
  without_name: 'None. Once it has a name, it can be saved.',
} as const;

interface Props {
  /** Absent: not checked yet. */
  problems: readonly TemplateProblem[] | undefined;
  checking: boolean;
  /** Null for those who may not save it. */
  save: 'ready' | 'without_name' | null;
  /** Puts the cursor there. */
  go: (problem: TemplateProblem) => void;
}

/** What keeps the template from being saved, each with its place; pressing one goes there. */
export function Problems({ problems, checking, save, go }: Props) {
  return (
    <section aria-labelledby="problems-title" aria-busy={checking}>
      <h2 id="problems-title" className={classes.asideTitle}>
        {problems && problems.length > 0 ? plural(problems.length, 'problem') : 'Problems'}
      </h2>
      <div role="status">
        {problems?.length === 0 && (
          <p className={classes.good}>
            <IconCircleCheck size={16} aria-hidden /> {save === null ? 'None.' : NONE[save]}
          </p>
        )}
        {!problems && <p className={classes.dim}>Looking at it</p>}
      </div>
      <ul className={classes.problems}>
        {problems?.map((problem) => (
          <li key={`${problem.place}${problem.line}:${problem.column}${problem.sentence}`}>
            <UnstyledButton className={classes.problem ?? ''} onClick={() => go(problem)}>
              <span className={classes.where}>
                {PLACE_WORDS[problem.place]}, {problem.line}:{problem.column}
              </span>
              {problem.sentence}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
