import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import classes from './CitationText.module.css';
import { paraphrase } from './citations.ts';

/** Citations, each with what it says one press away. */
export function CitationText({ citations }: { citations: readonly string[] }) {
  const [shown, show] = useState<string | null>(null);
  if (citations.length === 0) return null;
  const says = shown && paraphrase(shown);
  return (
    <div className={classes.citations}>
      {citations.map((citation) =>
        paraphrase(citation) ? (
          <UnstyledButton
            key={citation}
            className={classes.citation}
            aria-expanded={shown === citation}
            onClick={() => show(shown === citation ? null : citation)}
          >
            {citation}
          </UnstyledButton>
        ) : (
          <span key={citation} className={classes.plain}>
            {citation}
          </span>
        ),
      )}
      {says && (
        <p className={classes.text} role="status">
          {says} <span className={classes.note}>In short; not the text of the law.</span>
        </p>
      )}
    </div>
  );
}
