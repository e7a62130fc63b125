import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Dot } from '../../parts/Dot.tsx';
import { Problem } from '../../parts/Problem.tsx';
import classes from '../Forms.module.css';
import type { Checked, Form } from '../form-queries.ts';
import { gradeWords } from '../form-words.ts';
import { Versions } from '../Versions.tsx';

interface Props {
  form: Form;
  check: UseQueryResult<Checked>;
  /** How it reads. */
  children: ReactNode;
}

/** Beside the fields: whether it may be published, how hard it is to read, and how it looks. */
export function CheckAside({ form, check, children }: Props) {
  const { data, error, refetch } = check;
  return (
    <aside className={classes.aside} aria-label="About this form" tabIndex={0}>
      <section aria-labelledby="check">
        <h2 id="check" className={classes.asideTitle}>
          Can it be published?
        </h2>
        <Problem error={error} retry={() => void refetch()} />
        <div role="status">
          {data === undefined ? (
            !error && 'Looking…'
          ) : (
            <>
              <Dot tone={data.faults.length === 0 ? 'good' : 'fail'} long>
                {readyWords(data.faults.length)}
              </Dot>
              <p className={classes.dim}>{gradeWords(data.readingGrade)}</p>
            </>
          )}
        </div>
      </section>
      <section aria-labelledby="preview">
        <h2 id="preview" className={classes.asideTitle}>
          As the signer reads it
        </h2>
        {children}
      </section>
      <Versions form={form} shown={form.version} />
    </aside>
  );
}

function readyWords(faults: number): string {
  if (faults === 0) return 'Yes: nothing that the law asks for is missing.';
  return faults === 1
    ? 'Not yet: 1 thing has to be put right.'
    : `Not yet: ${faults} things have to be put right.`;
}
