import type { AttributeDefinition } from '../values/index.ts';
import { spokenDay, spokenList } from './spoken.ts';
import type { Condition, Literal, SegmentTree } from './tree.ts';

const SHOWN_VALUES = 5;

/**
 * The segment in plain words, without a full stop: “Conditions include E11 or anything under it, and
 * no last visit within the last 365 days”. Attributes go by their labels. What is negated speaks of
 * those whose value is not known too, since they are in it.
 */
export function describe(tree: SegmentTree, definitions: readonly AttributeDefinition[]): string {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const whole = phrase(tree, byKey, true);
  return whole.slice(0, 1).toUpperCase() + whole.slice(1);
}

type ByKey = ReadonlyMap<string, AttributeDefinition>;

function phrase(tree: SegmentTree, byKey: ByKey, outermost: boolean): string {
  switch (tree.op) {
    case 'and':
    case 'or': {
      if (tree.of.length === 0) return tree.op === 'and' ? 'everyone' : 'nobody';
      if (tree.of.length === 1) return phrase(tree.of[0] as SegmentTree, byKey, outermost);
      const parts = tree.of.map((one) => phrase(one, byKey, false)).join(`, ${tree.op} `);
      return outermost ? parts : `(${parts})`;
    }
    case 'not':
      if (tree.of.op === 'not') return phrase(tree.of.of, byKey, outermost);
      return negated(tree.of, byKey);
    default:
      return asserted(tree, byKey);
  }
}

function negated(tree: SegmentTree, byKey: ByKey): string {
  if (tree.op === 'isSet') return `${nameOf(tree.attribute, byKey)} is not known`;
  if (tree.op === 'withinDays' || tree.op === 'before' || tree.op === 'after') {
    return `no ${asserted(tree, byKey)}`;
  }
  const inner = phrase(tree, byKey, false);
  return inner.startsWith('(') ? `not ${inner}` : `not (${inner})`;
}

function asserted(condition: Condition, byKey: ByKey): string {
  const definition = byKey.get(condition.attribute);
  const name = nameOf(condition.attribute, byKey);
  const list = definition?.type === 'list';
  const plural = /[^s]s$/i.test(definition?.label ?? '');
  const is = list ? `${name} ${plural ? 'include' : 'includes'}` : `${name} is`;
  const quote = (value: Literal) => spokenLiteral(value, definition);
  const several = (values: readonly string[], word: 'and' | 'or') => {
    const shown = values.slice(0, SHOWN_VALUES).map(quote);
    const rest = values.length - shown.length;
    return spokenList(rest > 0 ? [...shown, `${rest} more`] : shown, word);
  };
  switch (condition.op) {
    case 'equals':
      return `${is} ${quote(condition.value)}`;
    case 'oneOf':
    case 'anyOf':
      return `${is} ${several(condition.values, 'or')}`;
    case 'allOf':
      return `${is} ${several(condition.values, 'and')}`;
    case 'noneOf':
      return `${name} ${plural ? 'are' : 'is'} known and ${plural ? 'include' : 'includes'} none of ${several(condition.values, 'or')}`;
    case 'underCode':
      return `${is} ${quote(condition.code)} or anything under it`;
    case 'range':
      return `${name} is ${spokenRange(condition)}`;
    case 'before':
    case 'after':
      return `${name} ${condition.op} ${spokenDay(condition.day)}`;
    case 'withinDays': {
      const { days, direction } = condition;
      if (days === 0) return `${name} today`;
      const which = direction === 'past' ? 'last' : 'next';
      return `${name} within the ${which} ${days === 1 ? 'day' : `${days} days`}`;
    }
    case 'isSet':
      return `${name} ${plural && list ? 'are' : 'is'} known`;
  }
}

function spokenRange({ min, max }: Extract<Condition, { op: 'range' }>): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
}

function spokenLiteral(value: Literal, definition: AttributeDefinition | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (definition?.type === 'date') return spokenDay(value);
  return definition?.system ? value.trim() : `“${value.trim()}”`;
}

/** The label as it stands in mid-sentence: “Last visit” small, “ZIP code” as it is. */
function nameOf(key: string, byKey: ByKey): string {
  const definition = byKey.get(key);
  if (!definition) return `“${key}” (unknown)`;
  const { label, deletedAt } = definition;
  if (deletedAt !== null) return `“${label}” (deleted)`;
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.slice(0, 1).toLowerCase() + label.slice(1) : label;
}
