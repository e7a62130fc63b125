import { Checkbox, Select } from '@mantine/core';
import classes from './Builder.module.css';
import { changed } from './change.ts';
import type { PersonDraft } from './draft.ts';
import type { Editing } from './editing.ts';
import { PersonFields } from './PersonFields.tsx';
import type { PersonOp } from './person-draft.ts';
import { ABOUT } from './person-words.ts';
import { RowActions } from './RowActions.tsx';

interface Props {
  person: PersonDraft;
  editing: Editing;
  /** Which in its group, from 1: its controls are called by it. */
  place: number;
}

const OPS = Object.keys(ABOUT) as PersonOp[];

/** A condition on what happened with somebody or what they said: no attribute holds it. */
export function PersonRow({ person, editing, place }: Props) {
  const { id, op, not } = person;
  const problem = editing.problems.get(id);
  const name = `condition ${place}`;
  const put = (some: Partial<PersonDraft>) =>
    editing.change((draft) =>
      changed(draft, id, (part) => (part.kind === 'person' ? { ...part, ...some } : part)),
    );
  return (
    <div className={classes.condition} data-part={id}>
      <div className={classes.fields}>
        <Select
          aria-label={`What ${name} is about`}
          allowDeselect={false}
          data={OPS.map((value) => ({ value, label: ABOUT[value] }))}
          value={op}
          onChange={(chosen) => {
            const next = OPS.find((one) => one === chosen);
            if (next) put({ op: next, days: next === 'event' ? 90 : 30 });
          }}
        />
        <Checkbox
          className={classes.not ?? ''}
          label="not"
          aria-label={`Not: turns ${name} around`}
          checked={not}
          onChange={(event) => put({ not: event.currentTarget.checked })}
        />
        <div className={classes.operands} data-wide>
          <PersonFields said={person} name={name} put={put} />
        </div>
      </div>
      <RowActions id={id} name={name} editing={editing} />
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
