import { Checkbox } from '@mantine/core';
import { CitationText } from '../parts/CitationText.tsx';
import type { Element } from './authorization-words.ts';
import classes from './SignedPaper.module.css';

interface Props {
  label: string;
  description?: string;
  elements: readonly Element[];
  /** Names of all that is checked, also in other lists. */
  checked: readonly string[];
  check: (checked: string[]) => void;
}

/** What to look for on a paper, each with its place in the law. */
export function Checklist({ label, description, elements, checked, check }: Props) {
  return (
    <Checkbox.Group
      label={label}
      description={description}
      value={[...checked]}
      onChange={check}
      classNames={{ label: classes.question ?? '' }}
    >
      <ul className={classes.list}>
        {elements.map(({ flag, label: words, citation }) => (
          <li key={flag}>
            <Checkbox value={flag} label={words} />
            <div className={classes.law}>
              <CitationText citations={[citation]} />
            </div>
          </li>
        ))}
      </ul>
    </Checkbox.Group>
  );
}
