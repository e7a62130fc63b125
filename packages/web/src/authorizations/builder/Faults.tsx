import { CitationText } from '../../parts/CitationText.tsx';
import classes from '../Forms.module.css';
import type { Checked, Fault } from '../form-queries.ts';

interface Props {
  checked: Checked | undefined;
  /** Fields of the form. */
  places: readonly string[];
}

/** What is wrong with a field, beside it: a sentence, and the law one press away. */
export function Faults({ checked, places }: Props) {
  const here = (faults: readonly Fault[] = []) =>
    faults.filter((one) => places.includes(one.place));
  const faults = here(checked?.faults);
  const warnings = here(checked?.warnings);
  if (faults.length + warnings.length === 0) return null;
  return (
    <ul className={classes.faults}>
      {[...faults, ...warnings].map((fault) => (
        <li
          key={fault.code + fault.sentence}
          className={classes.fault}
          data-warning={warnings.includes(fault) || undefined}
        >
          <p>{fault.sentence}</p>
          <CitationText citations={fault.citations} />
        </li>
      ))}
    </ul>
  );
}
