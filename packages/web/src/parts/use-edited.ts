import { useState } from 'react';

export interface Edited<Saved, Change> {
  /** What was saved when this began, or last since. */
  readonly base: Saved;
  readonly draft: Change;
  /** Whether something would be lost. */
  readonly changed: boolean;
  /** What is saved, as a change that changes nothing. */
  readonly changeOf: (saved: Saved) => Change;
  readonly put: (some: Partial<Change>) => void;
  /** Begins anew from what is saved. */
  readonly take: (saved: Saved) => void;
}

/** What is on file and what is being made of it; `took` tells whatever else shows what is saved. */
export function useEdited<Saved, Change extends object>(
  saved: Saved,
  changeOf: (saved: Saved) => Change,
  took: (saved: Saved) => void = () => {},
): Edited<Saved, Change> {
  const [base, setBase] = useState(saved);
  const [draft, setDraft] = useState(() => changeOf(saved));
  return {
    base,
    draft,
    changed: JSON.stringify(draft) !== JSON.stringify(changeOf(base)),
    changeOf,
    put: (some) => setDraft((before) => ({ ...before, ...some })),
    take: (now) => {
      setBase(now);
      setDraft(changeOf(now));
      took(now);
    },
  };
}
