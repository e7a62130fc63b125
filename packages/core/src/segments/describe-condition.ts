import { type AttributeDefinition, isDay } from '../values/index.ts';
import { spokenDay, spokenDays, spokenList, spokenMonth } from './spoken.ts';
import type { AtLeast, Condition, Literal } from './tree.ts';

const SHOWN_VALUES = 5;

/** One condition in the words of a sentence; with `yes` false, that it is not so. */
export function describeCondition(
  condition: Condition,
  definition: AttributeDefinition | undefined,
  yes: boolean,
): string {
  const name = definition ? nameOf(definition) : `“${condition.attribute}” (unknown)`;
  const plural = /[^siu]s$/i.test(definition?.label ?? '');
  const be = plural ? 'are' : 'is';
  const include = plural ? 'include' : 'includes';
  const is =
    definition?.type === 'list'
      ? `${name} ${yes ? include : plural ? 'do not include' : 'does not include'}`
      : `${name} ${yes ? be : `${be} not`}`;
  const quote = (value: Literal) => spokenLiteral(value, definition);
  const not = (words: string) => (yes ? words : `not ${words}`);
  const no = (words: string) => (yes ? words : `no ${words}`);
  switch (condition.op) {
    case 'equals':
      if (definition?.type === 'date') return no(`${name} on ${quote(condition.value)}`);
      if (definition?.type === 'number')
        return `${name} ${not('exactly')} ${quote(condition.value)}`;
      if (definition?.type === 'boolean') return `${name}: ${not(quote(condition.value))}`;
      return `${is} ${quote(condition.value)}`;
    case 'oneOf':
    case 'anyOf':
      return `${is} ${several(condition.values, 'or', quote)}`;
    case 'allOf':
      return `${is} ${yes ? '' : 'all of '}${several(condition.values, 'and', quote)}`;
    case 'noneOf': {
      const none = `${include} none of ${several(condition.values, 'or', quote)}`;
      const known = `${name} ${be} known and ${none}`;
      return yes ? known : `not (${known})`;
    }
    case 'underCode':
      return `${is} ${quote(condition.code)} or anything under it`;
    case 'range':
      return `${name} ${not(spokenRange(condition))}`;
    case 'before':
    case 'after':
      return no(`${name} ${condition.op} ${spokenDay(condition.day)}`);
    case 'withinDays':
      return no(
        `${name} ${spokenDays(condition.days, condition.direction === 'past' ? 'last' : 'next')}`,
      );
    case 'atLeast':
      return `${is} at least ${condition.count} ${countedOf(condition, quote)}`;
    case 'ago':
    case 'ahead': {
      const { op, min, max, unit } = condition;
      const units = (max ?? min) === 1 ? unit.slice(0, -1) : unit;
      return no(`${name} ${spokenRange(condition)} ${units} ${op}`);
    }
    case 'age':
      return not(`aged ${spokenRange(condition)} by ${name}`);
    case 'turns':
      return `${yes ? 'turns' : 'does not turn'} ${condition.age} ${spokenDays(condition.days)} by ${name}`;
    case 'anniversary': {
      const which = condition.direction === 'past' ? 'last' : 'next';
      return `${yes ? 'an' : 'no'} anniversary of ${name} ${spokenDays(condition.days, which)}`;
    }
    case 'inMonth':
      return no(`${name} in ${spokenMonth(condition.month)} of any year`);
    case 'isSet':
      return `${name} ${be} ${not('known')}`;
  }
}

/** The first few values, and how many more there are. */
function several(
  values: readonly string[],
  word: 'and' | 'or',
  quote: (value: string) => string,
): string {
  if (values.length === 0) return 'nothing';
  const shown = values.slice(0, SHOWN_VALUES).map(quote);
  const rest = values.length - shown.length;
  return spokenList(rest > 0 ? [...shown, `${rest} more`] : shown, word);
}

function countedOf({ values, under }: AtLeast, quote: (value: string) => string): string {
  if (!values) return 'different items';
  const listed = several(values, 'or', quote);
  return under ? `different codes that are or lie under ${listed}` : `of ${listed}`;
}

function spokenRange({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
}

function spokenLiteral(value: Literal, definition: AttributeDefinition | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (definition?.type === 'date' && isDay(value)) return spokenDay(value);
  const text = value.trim();
  return definition?.system && text !== '' ? text : `“${text}”`;
}

/** The label as it stands in mid-sentence: “Last visit” small, “ZIP code” as it is. */
function nameOf({ label, deletedAt }: AttributeDefinition): string {
  if (deletedAt !== null) return `“${label}” (deleted)`;
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.slice(0, 1).toLowerCase() + label.slice(1) : label;
}
