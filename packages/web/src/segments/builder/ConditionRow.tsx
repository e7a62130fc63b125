import { Checkbox, Select } from '@mantine/core';
import { AttributeSelect } from '../../attributes/AttributeSelect.tsx';
import { ClassChip } from '../../parts/ClassChip.tsx';
import { OPERATOR_WORDS, operatorsOf, usualOperator } from '../operators.ts';
import classes from './Builder.module.css';
import { changedCondition } from './change.ts';
import { type ConditionDraft, operandsFor, withoutOperands } from './draft.ts';
import type { Editing } from './editing.ts';
import { Operands } from './Operands.tsx';
import { RowActions } from './RowActions.tsx';

interface Props {
  condition: ConditionDraft;
  editing: Editing;
  /** Which in its group, from 1: its controls are called by it. */
  place: number;
}

/** One condition: what, not or so, how, with what. */
export function ConditionRow({ condition, editing, place }: Props) {
  const { id, attribute: key, op, not } = condition;
  const attribute = editing.all.find((one) => one.key === key);
  const problem = editing.problems.get(id);
  const change = (next: (before: ConditionDraft) => ConditionDraft) =>
    editing.change((draft) => changedCondition(draft, id, next));
  const name = `condition ${place}`;
  return (
    <div className={classes.condition} data-part={id}>
      <div className={classes.fields}>
        <AttributeSelect
          aria-label={`Attribute of ${name}`}
          placeholder="Attribute"
          attributes={editing.offered}
          former={attribute}
          value={key}
          choose={(chosen) => {
            const next = editing.offered.find((one) => one.key === chosen);
            if (!next || chosen === key) return;
            change((before) => ({
              ...withoutOperands(before),
              attribute: next.key,
              op: usualOperator(next),
            }));
          }}
        />
        <Checkbox
          className={classes.not ?? ''}
          label="not"
          aria-label={`Not: turns ${name} around`}
          checked={not}
          disabled={key === null}
          onChange={(event) => {
            const { checked } = event.currentTarget;
            change((before) => ({ ...before, not: checked }));
          }}
        />
        <Select
          className={classes.operator ?? ''}
          aria-label={`Operator of ${name}`}
          allowDeselect={false}
          disabled={!attribute}
          data={(attribute ? operatorsOf(attribute) : []).map((value) => ({
            value,
            label: OPERATOR_WORDS[value],
          }))}
          value={attribute ? op : null}
          placeholder="…"
          onChange={(chosen) => {
            const next = attribute && operatorsOf(attribute).find((value) => value === chosen);
            if (next) change((before) => ({ ...before, ...operandsFor(next, before), op: next }));
          }}
        />
        <div className={classes.operands}>
          {attribute && (
            <Operands attribute={attribute} condition={condition} name={name} change={change} />
          )}
        </div>
      </div>
      <RowActions id={id} name={name} editing={editing} />
      {(attribute || problem) && (
        <div className={classes.below}>
          {attribute && <ClassChip of={attribute.sensitivity} />}
          {problem && (
            <p className={classes.problem} role="alert">
              {problem}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
