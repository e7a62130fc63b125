import { IconCheck } from '@tabler/icons-react';
import classes from '../parts/Spine.module.css';

const STEPS = ['Choose a file', 'Map its columns', 'Import', 'Result'] as const;
type Step = 0 | 1 | 2 | 3;

interface Props {
  at: Step;
  /** What the step that one is at still lacks. */
  missing?: string | undefined;
}

/** The way of a file, with where it is now. What is behind cannot be changed, so nothing is a link. */
export function ImportSpine({ at, missing }: Props) {
  return (
    <nav aria-label="Steps">
      <ol className={classes.steps}>
        {STEPS.map((title, step) => {
          const done = step < at || (step === 3 && at === 3);
          return (
            <li key={title} aria-current={step === at ? 'step' : undefined}>
              <span className={classes.step} data-at={step === at || undefined}>
                <span className={classes.mark} data-done={done || undefined} aria-hidden>
                  {done ? <IconCheck size={14} stroke={2.5} /> : step + 1}
                </span>
                <span>
                  <span className={classes.title}>{title}</span>
                  {step === at && missing && (
                    <span className={classes.lacks}>Missing: {missing}</span>
                  )}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
