import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import classes from './Builder.module.css';
import { ConditionRow } from './ConditionRow.tsx';
import { changed } from './change.ts';
import { emptyCondition, emptyGroup, emptyPerson, type GroupDraft } from './draft.ts';
import { add, type Editing } from './editing.ts';
import { PersonRow } from './PersonRow.tsx';
import { RowActions } from './RowActions.tsx';

const HOW = [
  { value: 'all', label: 'all of these hold', op: 'and', not: false },
  { value: 'any', label: 'any of these holds', op: 'or', not: false },
  { value: 'none', label: 'none of these holds', op: 'or', not: true },
  { value: 'not-all', label: 'not all of these hold', op: 'and', not: true },
] as const;

/** The server reads 20; nobody reads five. */
const DEEPEST = 6;

interface Props {
  group: GroupDraft;
  editing: Editing;
  depth: number;
  /** How its first line begins, and what a screen reader calls it. */
  name: string;
}

export function Group({ group, editing, depth, name }: Props) {
  const how = HOW.find(({ op, not }) => op === group.op && not === group.not) ?? HOW[0];
  const problem = editing.problems.get(group.id);
  return (
    <fieldset className={classes.group} data-depth={depth} data-part={group.id}>
      <legend className={classes.legend}>
        {name} {how.label}
      </legend>
      <div className={classes.head}>
        <span aria-hidden>{name}</span>
        <Select
          aria-label={`${name}: how the conditions are joined`}
          size="sm"
          w={200}
          allowDeselect={false}
          data={HOW.map(({ value, label }) => ({ value, label }))}
          value={how.value}
          onChange={(chosen) => {
            const found = HOW.find(({ value }) => value === chosen);
            if (!found) return;
            editing.change((draft) =>
              changed(draft, group.id, (part) =>
                part.kind === 'group' ? { ...part, op: found.op, not: found.not } : part,
              ),
            );
          }}
        />
        {depth > 1 && <RowActions id={group.id} name="this group" editing={editing} />}
      </div>
      {problem && <p className={classes.problem}>{problem}</p>}
      {group.of.length === 0 && (
        <p className={classes.nothing}>
          {how.value === 'all' || how.value === 'none'
            ? 'No condition: everybody is in it.'
            : 'No condition: nobody is in it.'}
        </p>
      )}
      <ul className={classes.parts}>
        {group.of.map((part, place) => (
          <li key={part.id} className={classes.part}>
            {part.kind === 'group' && (
              <Group group={part} editing={editing} depth={depth + 1} name="A group in which" />
            )}
            {part.kind === 'condition' && (
              <ConditionRow condition={part} editing={editing} place={place + 1} />
            )}
            {part.kind === 'person' && (
              <PersonRow person={part} editing={editing} place={place + 1} />
            )}
          </li>
        ))}
      </ul>
      <div className={classes.add}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          data-add
          onClick={() => add(editing, group.id, emptyCondition())}
        >
          Add a condition
        </Button>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => add(editing, group.id, emptyPerson())}
        >
          Add what happened or was said
        </Button>
        {depth < DEEPEST && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => add(editing, group.id, { ...emptyGroup(), op: 'or' })}
          >
            Add a group
          </Button>
        )}
      </div>
    </fieldset>
  );
}
