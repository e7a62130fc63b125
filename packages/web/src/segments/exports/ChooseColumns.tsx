import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { attributesQuery, isLive } from '../../attributes/queries.ts';
import { byClass, CLASS_HEADINGS, SENSITIVITIES } from '../../attributes/words.ts';
import { Locked } from '../../parts/Locked.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { useSession } from '../../session/session.ts';
import classes from './ChooseColumns.module.css';

interface Props {
  chosen: string[];
  choose: (keys: string[]) => void;
}

/** The columns of a file, by class; those above the viewer's are shown as locked. */
export function ChooseColumns({ chosen, choose }: Props) {
  const { data, error } = useQuery(attributesQuery);
  const { peopleClass } = useSession().user;
  const open = peopleClass === null ? -1 : SENSITIVITIES.indexOf(peopleClass);
  return (
    <Checkbox.Group
      label="Columns"
      description="No more than it needs (45 CFR 164.502(b))."
      value={chosen}
      onChange={choose}
    >
      <Problem error={error} />
      {byClass((data ?? []).filter(isLive)).map(({ sensitivity, attributes }) => {
        const locked = SENSITIVITIES.indexOf(sensitivity) > open;
        return (
          <fieldset key={sensitivity} className={classes.group}>
            <legend>
              {CLASS_HEADINGS[sensitivity]} {locked && <Locked of={sensitivity} />}
            </legend>
            <div className={classes.columns}>
              {attributes.map(({ key, label }) => (
                <Checkbox key={key} value={key} label={label} disabled={locked} />
              ))}
            </div>
          </fieldset>
        );
      })}
    </Checkbox.Group>
  );
}
