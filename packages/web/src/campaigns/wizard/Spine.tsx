import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import classes from '../../parts/Spine.module.css';
import { STEP_TITLES, STEPS, type Step } from './steps.ts';

interface Props {
  /** Absent while the campaign does not exist yet: then the later steps are no links. */
  id?: string;
  at: Step;
  missing: Record<Step, readonly string[]>;
}

/** The steps on the left, each with what it lacks. Any can be gone to at any time. */
export function Spine({ id, at, missing }: Props) {
  return (
    <nav aria-label="Steps">
      <ol className={classes.steps}>
        {STEPS.map((step, index) => {
          const lacks = missing[step];
          const done = step !== 'review' && lacks.length === 0;
          const inside = (
            <>
              <span className={classes.mark} data-done={done || undefined} aria-hidden>
                {done ? <IconCheck size={14} stroke={2.5} /> : index + 1}
              </span>
              <span>
                <span className={classes.title}>{STEP_TITLES[step]}</span>
                {lacks.length > 0 && (
                  <span className={classes.lacks}>Missing: {[...new Set(lacks)].join(', ')}</span>
                )}
              </span>
            </>
          );
          return (
            <li key={step} aria-current={step === at ? 'step' : undefined}>
              {id ? (
                <Link
                  to="/campaigns/$id/edit"
                  params={{ id }}
                  search={{ step }}
                  className={classes.step ?? ''}
                  data-at={step === at || undefined}
                >
                  {inside}
                </Link>
              ) : (
                <span className={classes.step} data-at={step === at || undefined}>
                  {inside}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
